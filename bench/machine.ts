import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** On what a report was measured, without names of hosts or folders. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGibibytes: number;
  readonly system: string;
  readonly node: string;
  readonly duckdb: string;
  readonly ballast: string;
}

export function describeMachine(checkout: string): Machine {
  const read = (...path: string[]) =>
    JSON.parse(readFileSync(join(checkout, ...path), 'utf8')) as { version: string };
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGibibytes: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    duckdb: read('node_modules', '@duckdb', 'node-api', 'package.json').version,
    ballast: read('package.json').version,
  };
}
