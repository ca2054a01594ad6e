import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describeMachine } from './machine.ts';
import { measure } from './measure.ts';
import type { Measurement, Omission } from './measurement.ts';
import { readOptions } from './options.ts';
import { renderReport } from './render-report.ts';
import { startTwin } from './start-twin.ts';
import { type BenchCommand, benchCommands } from './tasks.ts';

const checkout = join(import.meta.dirname, '..');

/** `npm run bench`: measures Ballast and its peers on the same data, and writes docs/benchmarks.md. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), checkout);
  const python = join(
    options.venvs ?? join(checkout, '.venv'),
    options.venvs === null ? '' : 'core',
    'bin',
    'python',
  );
  const bundles = join(checkout, 'bench', '.bundles');
  const measurements: Measurement[] = [];
  const omissions: Omission[] = [];
  const commands = benchCommands(options).filter(
    ({ task, slow }) => options.only.includes(task) && !(slow && options.skipSlow),
  );
  let stopTwin = async (): Promise<void> => {};
  try {
    for (const command of commands) {
      const { task, who, size } = command;
      try {
        if (command.twin && process.env.BALLAST_TWIN_DIRECTORY === undefined) {
          const directory = join(checkout, '.build', 'bench-twin');
          stopTwin = await startTwin(checkout, directory);
          process.env.BALLAST_TWIN_DIRECTORY = directory;
        }
        const argv = await argvOf(command, options, bundles);
        const row = await measure(command, argv, { python, ...options });
        measurements.push(row);
        say(
          `${task}: ${who}, ${size}: ${row.cpuSeconds.toFixed(2)} CPU s, ${row.wallSeconds.toFixed(2)} s, ${Math.round(row.peakMebibytes)} MiB`,
        );
      } catch (error) {
        const reason = withoutPlaces((error as Error).message, [
          options.data,
          options.scratch,
          options.venvs,
          options.peers,
          checkout,
        ]);
        omissions.push({ task, who, size, reason });
        say(`${task}: ${who}, ${size}: not measured: ${reason}`);
      }
      rmSync(options.scratch, { recursive: true, force: true });
    }
  } finally {
    rmSync(bundles, { recursive: true, force: true });
    await stopTwin();
  }
  const report = renderReport({
    machine: describeMachine(checkout),
    date: new Date().toISOString().slice(0, 10),
    repeat: options.repeat,
    measurements,
    omissions,
  });
  writeFileSync(options.report, report);
  say(`Wrote ${options.report}`);
  // A peer that cannot run is told in the report; a script of ours that cannot is a failure.
  if (omissions.some(({ who }) => who.startsWith('ballast'))) process.exitCode = 1;
}

/** The interpreter with its script. Ballast's scripts are bundled first, as its functions are. */
async function argvOf(
  { script, venv, args }: BenchCommand,
  { venvs, peers }: { readonly venvs: string | null; readonly peers: string },
  bundles: string,
): Promise<string[]> {
  if (venv !== undefined) {
    if (venvs === null) throw new Error('no Python environments of the peers were given (--venvs)');
    const interpreter = join(venvs, venv, 'bin', 'python');
    if (!existsSync(interpreter)) throw new Error(`the Python environment '${venv}' is not there`);
    return [interpreter, join(peers, script), ...args];
  }
  const source = join(checkout, 'bench', script);
  if (!existsSync(source)) throw new Error(`bench/${script} is not there`);
  const bundle = join(bundles, script.replace(/\.ts$/, '.mjs'));
  mkdirSync(bundles, { recursive: true });
  await build({
    entryPoints: [source],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // One folder deeper than the source: paths that it makes from its own place must still lead there.
    define: { 'import.meta.dirname': JSON.stringify(join(checkout, 'bench')) },
    logLevel: 'silent',
  });
  return [process.execPath, bundle, ...args];
}

/** A committed report names no folder of the machine that wrote it. */
const withoutPlaces = (text: string, places: readonly (string | null)[]): string =>
  places.reduce<string>((shown, place) => (place === null ? shown : shown.replaceAll(place, '…')), text);

const say = (line: string) => process.stdout.write(`${line}\n`);

await main();
