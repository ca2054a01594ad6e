import { rmSync } from 'node:fs';
import { endProcessGroup } from './end-process-group.ts';
import { leftoverProcesses } from './leftover-processes.ts';
import { type TwinState, twinStateFile } from './twin-state.ts';

/** Ends every process of a twin but its launcher, and forgets its state: afterwards no twin runs. */
export async function endParts(twin: TwinState): Promise<void> {
  const parts = Object.entries(twin.processes).filter(([name]) => name !== 'launcher');
  await Promise.all(parts.map(([, leader]) => endProcessGroup(leader)));
  for (const pid of leftoverProcesses(twin.directory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  rmSync(twinStateFile(twin.directory), { force: true });
}
