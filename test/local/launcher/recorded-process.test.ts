import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isRunning, recordProcess } from '../../../local/launcher/recorded-process.ts';

it('knows a running process', () => {
  expect(isRunning(recordProcess(process.pid))).toBe(true);
});

it('knows that a process has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const recorded = recordProcess(child.pid!);
  expect(isRunning(recorded)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(recorded)).toBe(false);
});

it.skipIf(process.platform !== 'linux')('does not take a later process of the same id for it', () => {
  expect(isRunning({ pid: process.pid, startTicks: '1' })).toBe(false);
});

it('takes what was never recorded as not running', () => {
  expect(isRunning(undefined)).toBe(false);
});
