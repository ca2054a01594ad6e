import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stackOutputs } from '../adapters/cloudformation/stack-outputs.ts';
import { stackName } from '../core/names.ts';
import { readTwinState, type TwinState, twinEnvironment } from '../local/launcher/twin-state.ts';

/**
 * Makes this process a client of the running twin that `BALLAST_TWIN_DIRECTORY` names, or of the checkout's. Node reads
 * whom it trusts when it starts and never again: the script runs once more, with the twin's certificate, and this
 * process ends with it.
 * @returns the twin, and the name of its registry's table
 * @throws Error where no twin runs, or it has no stack
 */
export async function enterTwin(): Promise<{ readonly twin: TwinState; readonly table: string }> {
  const directory = process.env.BALLAST_TWIN_DIRECTORY ?? join(import.meta.dirname, '..', '.twin');
  const twin = readTwinState(directory);
  if (twin === null) {
    throw new Error('Cannot measure: no twin runs; start one with npm start -- --no-story');
  }
  if (process.env.NODE_EXTRA_CA_CERTS !== twin.caFile) {
    const again = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
      stdio: 'inherit',
      env: { ...process.env, ...twinEnvironment(twin) },
    });
    process.exit(again.status ?? 1);
  }
  const name = stackName(twin.environment);
  const table = (await stackOutputs(name))?.outputs.RegistryTable;
  if (table === undefined) throw new Error(`Cannot measure: the twin has no stack ${name}`);
  return { twin, table };
}
