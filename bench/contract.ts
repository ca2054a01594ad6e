import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '@duckdb/node-api';
import { checkFile } from '../adapters/duckdb/check-file.ts';
import { flightsContract } from './flights-contract.ts';
import { placeFile } from './place-file.ts';

/*
 * Checks a Parquet file of flights against the peers' contract, as `check-upload` does:
 * contract.ts --data <file> [--out <directory>]. With --out, accepted and quarantined rows are written there.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
if (values.data === undefined) throw new Error('Cannot measure: --data names no Parquet file');

const cpuBefore = process.cpuUsage();
const started = performance.now();
const split = values.out !== undefined;
const directory = split ? resolve(values.out!) : await mkdtemp(join(tmpdir(), 'ballast-bench-'));
await mkdir(directory, { recursive: true });
const file = join(directory, 'upload');
await rm(file, { force: true });
await placeFile(values.data, file);
const hasReplicas = !values.data.endsWith('/flights.parquet');
const { verdict, good, bad } = await checkFile({
  contract: flightsContract({ hasReplicas }),
  file,
  directory,
  split,
});
const cpu = process.cpuUsage(cpuBefore);
await rm(file);
const bytesOf = async (path: string | null): Promise<number> => (path === null ? 0 : (await stat(path)).size);
if (verdict.status === 'rejected') throw new Error(`Cannot measure: ${verdict.reason}`);
const line = {
  task: split ? 'contract-split' : 'contract',
  version: version(),
  rows: verdict.rows + verdict.quarantinedRows,
  wall_s: (performance.now() - started) / 1_000,
  cpu_s: (cpu.user + cpu.system) / 1e6,
  peak_rss_mib: process.resourceUsage().maxRSS / 1_024,
  violations: verdict.byRule,
  figures: {
    quarantined_rows: verdict.quarantinedRows,
    ...(split
      ? {
          accepted_mib: (await bytesOf(good?.file ?? null)) / 2 ** 20,
          quarantined_mib: (await bytesOf(bad)) / 2 ** 20,
        }
      : {}),
  },
};
if (!split) await rm(directory, { recursive: true });
console.log(JSON.stringify(line));
