import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcessGroup } from './end-process-group.ts';
import { type Part, spawnPart } from './spawn-part.ts';

/**
 * Runs a program to its end, with its output in a log file.
 * @throws Error with the log's last lines when it fails, or when it has not ended at the deadline
 */
export async function runToEnd(
  request: Parameters<typeof spawnPart>[0] & {
    readonly deadlineInSeconds: number;
    /** Told of the running process, so that a stop can end it. */
    readonly onStart: (part: Part) => void;
  },
): Promise<void> {
  const part = await spawnPart(request);
  request.onStart(part);
  const deadline = new AbortController();
  const late = sleep(request.deadlineInSeconds * 1_000, 'late' as const, { signal: deadline.signal });
  late.catch(() => {}); // aborted below, once the program has ended in time
  const end = await Promise.race([part.ended, late]);
  deadline.abort();
  if (end === 'late') await endProcessGroup(part.process);
  if (end === 'exit code 0') return;
  const reason = end === 'late' ? `not done within ${request.deadlineInSeconds} s` : `ended with ${end}`;
  const tail = readFileSync(part.logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`Cannot ${request.name}: ${reason}; the end of ${part.logFile}:\n${tail}`);
}
