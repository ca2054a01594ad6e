import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from '../../cli/program.ts';

const root = join(import.meta.dirname, '..', '..');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((page) => join('docs', page)),
].filter((page) => page.endsWith('.md') && page !== join('docs', 'cli.md'));

/** Every `npx ballast …` in backticks that says more than the command's name, and every one at a prompt in a fenced block. */
const documented = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  return [
    ...text.matchAll(/`npx ballast ((?!<)[^`\n]+)`/g),
    ...text.matchAll(/^\$ npx ballast ([^\n]*?)(?: +#[^\n]*)?$/gm),
  ].map(([, words]) => [words!, page] as const);
});

/** The words of a shell line, quotes taken away; `<name>` stands for something that may be typed there. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"[^"]*"|'[^']*'|\S+/g)]
    .map(([word]) => word.replaceAll(/["']/g, ''))
    .map((word) => word.replaceAll(/<version>/g, '1').replaceAll(/<([a-z]+)>/g, '$1'));

/** Lets a command and its subcommands be typed without doing anything. */
function silence(command: Command): void {
  command.action(() => {}).configureOutput({ writeErr: () => {} });
  for (const subcommand of command.commands) silence(subcommand);
}

it.each(documented)('ballast %s (%s) may be typed', (line) => {
  const program = createProgram();
  for (const command of program.commands) silence(command);
  const words = wordsOf(line);
  if (words.length === 1) expect(program.commands.map((command) => command.name())).toContain(words[0]);
  else expect(() => program.parse(words, { from: 'user' })).not.toThrow();
});
