import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import type { DeployedModel } from '../core/registry/deployed-model.ts';

/** Folders that this process has filled: sources do not change while it runs. */
const bundled = new Set<string>();

/**
 * Bundles every function of `lambdas/` into a folder of its own, each with only what it imports and the
 * models' definitions beside it. DuckDB stays outside: its native binding comes as a layer.
 * @returns the folder that holds the bundles
 */
export function bundleFunctions(root: string, output: string, models: readonly DeployedModel[]): string {
  const lambdas = join(root, 'lambdas');
  const names = readdirSync(lambdas).filter((name) => existsSync(join(lambdas, name, 'handler.ts')));
  if (!bundled.has(output)) bundle(root, output, names);
  const definitions = join(output, 'definitions.json');
  writeFileSync(definitions, JSON.stringify(models));
  for (const name of names) copyFileSync(definitions, join(output, name, 'definitions.json'));
  return output;
}

function bundle(root: string, output: string, names: readonly string[]): void {
  mkdirSync(output, { recursive: true });
  // What is current is written over, not removed first: another process may be reading it.
  for (const stale of readdirSync(output).filter((name) => !names.includes(name))) {
    rmSync(join(output, stale), { recursive: true, force: true });
  }
  buildSync({
    ...options,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      names.map((name) => [join(name, 'handler'), join(root, 'lambdas', name, 'handler.ts')]),
    ),
    outdir: output,
  });
  bundled.add(output);
}

/**
 * Bundles what the processing job of a large upload runs.
 * @returns the folder that holds the bundle
 */
export function bundleCheckJob(root: string, output: string): string {
  mkdirSync(output, { recursive: true });
  buildSync({
    ...options,
    absWorkingDir: root,
    entryPoints: { 'check-large': join(root, 'lambdas', 'check-upload', 'job.ts') },
    // By its name Node knows what it is, whatever package.json lies above the folder that it is unpacked in.
    outExtension: { '.js': '.cjs' },
    outdir: output,
  });
  return output;
}

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  external: ['@duckdb/node-api'],
  mainFields: ['module', 'main'],
  logLevel: 'error',
} as const satisfies BuildOptions;
