import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkLarge } from './check-large.ts';

/** What the processing job runs: `node check-large.cjs <input> <output> <message>`; why it failed is left in the last. */
const [input, output, message] = process.argv.slice(2);
if (input === undefined || output === undefined || message === undefined) {
  throw new Error('Cannot check: give the folders of inputs and output, and the file for a failure’s reason');
}
checkLarge(input, output).catch(async (error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
  await mkdir(dirname(message), { recursive: true });
  await writeFile(message, error.message);
});
