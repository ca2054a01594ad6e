import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { collectOutput, type Ended } from '../../../local/story/collect-output.ts';

const run = (script: string): Promise<Ended> =>
  collectOutput(spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] }));

it('reads whole characters, though a pipe may bring them in halves', async () => {
  const ended = await run(`
    const [first, ...rest] = Buffer.from('ü');
    process.stdout.write(Buffer.of(first));
    setTimeout(() => process.stdout.write(Buffer.from(rest)), 100);
    process.stderr.write('why');
    process.exitCode = 3;
  `);
  expect(ended).toEqual({ code: 3, stdout: 'ü', stderr: 'why' });
});

it('tells a signal from an exit code, and what cannot be started from what failed', async () => {
  expect((await run('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1_000)')).code).toBe(-1);
  const missing = spawn('/nonexistent', [], { stdio: ['ignore', 'pipe', 'pipe'] });
  await expect(collectOutput(missing)).rejects.toThrow('ENOENT');
});
