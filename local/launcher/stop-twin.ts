import { endParts } from './end-parts.ts';
import { isRunning } from './recorded-process.ts';
import { readStateFile } from './twin-state.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Stops the twin from outside: asks its launcher, and ends what is left where the launcher is gone or does not follow.
 * @returns what was there to stop
 */
export async function stopTwin(directory: string): Promise<'nothing' | 'running' | 'stale'> {
  const twin = readStateFile(directory);
  if (twin === null) return 'nothing';
  const { launcher } = twin.processes;
  const running = isRunning(launcher);
  if (running && launcher !== undefined) {
    process.kill(launcher.pid, 'SIGTERM');
    try {
      await waitUntil(async () => !isRunning(launcher), {
        what: `the launcher (process ${launcher.pid}) to end`,
        deadlineInSeconds: 20,
      });
    } catch {
      process.kill(launcher.pid, 'SIGKILL'); // it had its time; its parts are ended below
    }
  }
  await endParts(readStateFile(directory) ?? twin);
  return running ? 'running' : 'stale';
}
