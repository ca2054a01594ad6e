import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type RecordedProcess } from './recorded-process.ts';

/** Ends a process group by its leader: SIGTERM, and SIGKILL for what is left of it after the grace. */
export async function endProcessGroup(leader: RecordedProcess, graceInSeconds = 5): Promise<void> {
  if (!isRunning(leader) && leader.startTicks !== null) return; // the id may be another's by now
  if (!signal(leader.pid, 'SIGTERM')) return;
  const deadline = Date.now() + graceInSeconds * 1_000;
  while (Date.now() < deadline) {
    if (!signal(leader.pid, 0)) return;
    await sleep(50);
  }
  signal(leader.pid, 'SIGKILL');
}

/** Whether the group had a process that could be signalled. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
