import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTwinState, twinEnvironment } from '../../local/launcher/twin-state.ts';
import { waitUntil } from '../../local/launcher/wait-until.ts';

const checkout = join(import.meta.dirname, '..', '..');
/** Deploying, and the story, on two cores that have other work too. */
const deadlineInSeconds = 720;

/**
 * A twin for all of the twin's tests, with the first flight played on it: the one that runs in
 * `BALLAST_TWIN_DIRECTORY`, or one of their own beside the developer's, started and stopped as a user would.
 * Tests find it with `readTwinState()`; their SDK clients find it by themselves.
 */
export default async function setup(): Promise<() => Promise<void>> {
  process.env.BALLAST_TWIN_DIRECTORY ??= join(checkout, '.build', 'test-twin');
  const directory = process.env.BALLAST_TWIN_DIRECTORY;
  let stop = async (): Promise<void> => {};
  const story = join(directory, 'story.json');
  if (readTwinState(directory) === null) {
    // The one of an earlier twin in this folder says nothing about this one.
    rmSync(story, { force: true });
    const child = spawn(process.execPath, [join(checkout, 'local', 'launcher', 'start.js')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: checkout,
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let code: number | null | undefined;
    void ended.then((status) => {
      code = status;
    });
    stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    try {
      await waitUntil(
        async () => {
          if (code !== undefined) throw new Error(`Cannot test the twin: \`npm start\` ended with ${code}`);
          return existsSync(story);
        },
        { what: 'the end of the first flight', deadlineInSeconds, everyMs: 500 },
      );
    } catch (error) {
      await stop();
      throw error;
    }
  }
  const twin = readTwinState(directory);
  if (twin === null) throw new Error(`Cannot test the twin: it no longer runs in ${directory}`);
  // The tests' processes start after this, and with this environment.
  Object.assign(process.env, twinEnvironment(twin));
  return stop;
}
