import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { collectOutput, type Ended } from '../../../local/story/collect-output.ts';

const checkout = join(import.meta.dirname, '..', '..', '..');
const deadlineInSeconds = 120;

/** Runs `npx ballast <words>` to its end, as a user of this checkout would. */
export async function runBallast(...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(checkout, 'cli', 'ballast.js'), ...words], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineInSeconds * 1_000,
  });
  return collectOutput(child);
}

/**
 * What `npx ballast <words> --json` prints.
 * @throws Error with the command's message where it fails
 */
export async function askBallast<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await runBallast(...words, '--json');
  if (code !== 0) throw new Error(`ballast ${words.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
