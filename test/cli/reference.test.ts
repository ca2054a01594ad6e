import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exitCodes } from '../../cli/exit-codes.ts';
import { createProgram } from '../../cli/program.ts';
import { reference } from '../../cli/reference.ts';

const root = join(import.meta.dirname, '..', '..');

it('docs/cli.md is what the commands say of themselves', () => {
  const written = readFileSync(join(root, 'docs', 'cli.md'), 'utf8');
  expect(written, 'write it again with `node --import tsx cli/write-reference.ts`').toBe(reference());
});

it('each command has a file of its name, and a description', () => {
  for (const command of createProgram().commands) {
    expect(existsSync(join(root, 'cli', 'commands', `${command.name()}.ts`)), command.name()).toBe(true);
    expect(command.description()).toMatch(/\.$/);
  }
});

it('exit codes are distinct', () => {
  const codes = Object.values(exitCodes).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
