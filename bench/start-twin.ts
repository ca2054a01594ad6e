import { spawn } from 'node:child_process';
import { join } from 'node:path';

const deadlineInSeconds = 300;

/**
 * A twin of the measurement's own, deployed and without a story, in `directory`. What measures inside the twin finds it
 * by `BALLAST_TWIN_DIRECTORY`.
 * @returns what ends it, and waits until it has ended
 * @throws Error with the end of its output where it does not come up within five minutes
 */
export async function startTwin(checkout: string, directory: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [join(checkout, 'local', 'launcher', 'start.js'), '--no-story'], {
    cwd: checkout,
    env: { ...process.env, BALLAST_TWIN_DIRECTORY: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  let output = '';
  let deadline: NodeJS.Timeout | undefined;
  const isUp = new Promise<boolean>((resolve) => {
    deadline = setTimeout(() => resolve(false), deadlineInSeconds * 1_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-2_000);
        if (output.includes('The twin keeps running')) resolve(true);
      });
    }
    void ended.then(() => resolve(false));
  });
  const up = await isUp;
  clearTimeout(deadline);
  if (up) return stop;
  await stop();
  throw new Error(`Cannot start a twin to measure in: ${output.trim()}`);
}
