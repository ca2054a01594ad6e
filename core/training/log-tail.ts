import { beginningOf } from '../beginning-of.ts';

const longestLine = 400;

/**
 * The lines of a log that say most about how it ended: the last traceback with what follows, or else simply the last
 * lines. Of a long traceback the end is kept, where the user's own line and the error are.
 * @param limit number of lines at the most
 */
export function logTail(lines: readonly string[], limit: number): string[] {
  const written = lines.filter((line) => line.trim() !== '').map((line) => beginningOf(line, longestLine));
  const traceback = written.findLastIndex((line) => line.includes('Traceback (most recent call last)'));
  return (traceback === -1 ? written : written.slice(traceback)).slice(-limit);
}
