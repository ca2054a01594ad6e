import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page as its owner receives it. */
export interface Page {
  readonly file: string;
  readonly subject: string;
  readonly text: string;
  /** The line's text behind its label, such as `Owner`, with the lines that are indented below it; '' where there is none. */
  readonly line: (label: string) => string;
}

/** Every message in the twin's inbox, oldest first. */
export function readInbox(directory: string): Page[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.txt') && !file.startsWith('.'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(directory, file), 'utf8');
      const line = (label: string): string =>
        new RegExp(`^${label}: +(.*(?:\n {4,}.*)*)`, 'm').exec(text)?.[1]?.replaceAll(/\n +/g, '\n') ?? '';
      return { file, text, line, subject: line('Subject') };
    });
}
