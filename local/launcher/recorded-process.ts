import { readFileSync } from 'node:fs';

/** A process that was started by the launcher, told apart from a later one that was given the same id. */
export interface RecordedProcess {
  readonly pid: number;
  /** Start time as the kernel counts it (clock ticks since boot); null where the system has no `/proc`. */
  readonly startTicks: string | null;
}

export function recordProcess(pid: number): RecordedProcess {
  return { pid, startTicks: startTicks(pid) };
}

/** Whether this very process still runs: not one that has since been given its id, and not a zombie. */
export function isRunning(recorded: RecordedProcess | undefined): boolean {
  if (recorded === undefined) return false;
  try {
    process.kill(recorded.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return recorded.startTicks === null || startTicks(recorded.pid) === recorded.startTicks;
}

/** Field 22 of `/proc/<pid>/stat` (proc_pid_stat(5)); the name in field 2 may hold spaces, so count from its `)`. */
function startTicks(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // no such process, or a system without /proc
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}
