import { checkLarge } from './check-large.ts';

/** What the processing job runs: `node check-large.js <input> <output>`. */
const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) {
  throw new Error('Cannot check: give the folder of the inputs and the folder for what is left');
}
checkLarge(input, output).catch((error: Error) => {
  console.error(error.stack);
  process.exit(1);
});
