import { readFileSync } from 'node:fs';

const lines = 5;
const longest = 600;

/** The last lines of a part's log, indented, to be shown below what failed; empty where it wrote nothing. */
export function endOfLog(file: string): string {
  const written = readFileSync(file, 'utf8').trimEnd();
  if (written === '') return '';
  return written
    .split('\n')
    .slice(-lines)
    .map((line) => `\n  ${line.slice(0, longest)}`)
    .join('');
}
