import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endParts } from './end-parts.ts';
import { isRunning, type RecordedProcess, recordProcess } from './recorded-process.ts';
import { readStateFile, type TwinState, twinStateFile } from './twin-state.ts';

/** Another twin runs in the folder. */
export class TwinRuns extends Error {
  constructor(readonly twin: TwinState) {
    super(
      `The twin runs already, since ${twin.startedAt} (process ${twin.processes.launcher?.pid}): AWS at ${twin.endpointUrl}, ` +
        `state and logs in ${twin.directory}. Use it as it is (\`npx ballast status\`), or stop it with \`npm run stop\`.`,
    );
    this.name = 'TwinRuns';
  }
}

/**
 * Makes this process the launcher of the one twin in its folder. What a dead launcher left behind is ended first.
 * @returns whether there was such a dead one
 * @throws TwinRuns
 */
export async function claimTwin(
  twin: Omit<TwinState, 'processes'>,
): Promise<{ state: TwinState; cleaned: boolean }> {
  mkdirSync(twin.directory, { recursive: true, mode: 0o700 });
  const state: TwinState = { ...twin, processes: { launcher: recordProcess(process.pid) } };
  let cleaned = false;
  for (;;) {
    try {
      writeFileSync(twinStateFile(twin.directory), JSON.stringify(state, null, 2), {
        flag: 'wx',
        mode: 0o600,
      });
      return { state, cleaned };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = readStateFile(twin.directory);
    if (other === null) continue; // it has just been removed
    if (isRunning(other.processes.launcher) || cleaned) throw new TwinRuns(other);
    await endParts(other);
    cleaned = true;
  }
}

/** Writes the state down, whole or not at all. */
export function saveState(twin: TwinState): void {
  const unfinished = join(twin.directory, '.twin.json');
  writeFileSync(unfinished, JSON.stringify(twin, null, 2), { mode: 0o600 });
  renameSync(unfinished, twinStateFile(twin.directory));
}

/** Writes a part's process down, so that whoever stops the twin can end it. */
export function recordPart(twin: TwinState, name: string, process: RecordedProcess): TwinState {
  const next: TwinState = { ...twin, processes: { ...twin.processes, [name]: process } };
  saveState(next);
  return next;
}
