import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leftoverProcesses } from '../../../local/launcher/leftover-processes.ts';
import { isRunning } from '../../../local/launcher/recorded-process.ts';
import { readStateFile, readTwinState, type TwinState } from '../../../local/launcher/twin-state.ts';
import { waitUntil } from '../../../local/launcher/wait-until.ts';

const launcher = join(import.meta.dirname, '..', '..', '..', 'local', 'launcher');

let directory: string;
let started: ChildProcess[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-launcher-'));
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  stop();
  expect(leftoverProcesses(directory)).toEqual([]);
  rmSync(directory, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, BALLAST_TWIN_DIRECTORY: directory });

/** `npm start -- --no-deploy`, up to the point where it keeps running. */
async function start(
  [command, args]: readonly [string, readonly string[]] = [
    process.execPath,
    [join(launcher, 'start.js'), '--no-deploy'],
  ],
): Promise<{ child: ChildProcess; twin: TwinState; output: () => string }> {
  const child = spawn(command, args, {
    cwd: join(launcher, '..', '..'),
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await waitUntil(async () => output.includes('keeps running'), {
    what: 'the twin to start',
    deadlineInSeconds: 45,
  }).catch((error: Error) => {
    throw new Error(`${error.message}: ${output}`);
  });
  return { child, twin: readTwinState(directory)!, output: () => output };
}

function stop(): string {
  return spawnSync(process.execPath, [join(launcher, 'stop.js')], { env: environment(), encoding: 'utf8' })
    .stderr;
}

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

describe('npm start', () => {
  it('serves loopback alone, refuses a second start, and leaves no process behind when stopped', async () => {
    const { child, twin } = await start();
    for (const url of [twin.endpointUrl, twin.sagemakerUrl!]) {
      const port = Number(new URL(url).port);
      expect(await reachable('127.0.0.1', port)).toBe(true);
      const others = Object.values(networkInterfaces())
        .flat()
        .filter((address) => address?.family === 'IPv4' && !address.internal);
      for (const address of others) expect(await reachable(address!.address, port)).toBe(false);
    }

    const second = spawnSync(process.execPath, [join(launcher, 'start.js'), '--no-deploy'], {
      env: environment(),
      encoding: 'utf8',
    });
    expect(second.status).toBe(1);
    expect(second.stdout).toMatch(/runs already, since .*npm run stop/);
    expect(readTwinState(directory)).toEqual(twin);

    expect(stop()).toBe('The twin is stopped.\n');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    expect(leftoverProcesses(directory)).toEqual([]);
    expect(readStateFile(directory)).toBeNull();
    expect(stop()).toBe('No twin runs.\n');
  });

  it('ends with everything that it started at Ctrl-C', async () => {
    const { child, twin } = await start();
    expect(leftoverProcesses(directory).length).toBeGreaterThanOrEqual(2);
    // A terminal sends SIGINT to the launcher and to the process that started it.
    process.kill(twin.processes.launcher!.pid, 'SIGINT');
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    expect(leftoverProcesses(directory)).toEqual([]);
    expect(readTwinState(directory)).toBeNull();
  });

  it('ends when npm, which does not pass SIGTERM on, is ended', async () => {
    const { child, twin } = await start(['npm', ['start', '--', '--no-deploy']]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    // Npm is gone before its launcher, which forgets the twin after the last part and ends last of all.
    await waitUntil(async () => !isRunning(twin.processes.launcher), {
      what: 'the end of the launcher',
      deadlineInSeconds: 20,
    });
    expect(leftoverProcesses(directory)).toEqual([]);
    expect(readStateFile(directory)).toBeNull();
  });

  it('recognises a twin that has died, and cleans up after it', async () => {
    const { child, twin } = await start();
    process.kill(twin.processes.launcher!.pid, 'SIGKILL');
    await once(child, 'exit');
    expect(readTwinState(directory)).toBeNull();
    const orphans = leftoverProcesses(directory);
    expect(orphans.length).toBeGreaterThanOrEqual(2);

    const next = await start();
    expect(next.output()).toContain('A twin had died here');
    const running = leftoverProcesses(directory);
    for (const orphan of orphans) expect(running).not.toContain(orphan);
    expect(next.twin.endpointUrl).not.toBe(twin.endpointUrl);
  });

  it('ends, and says so, when a part of it ends by itself', async () => {
    const { child, twin, output } = await start();
    process.kill(twin.processes.ministack!.pid, 'SIGKILL');
    await once(child, 'exit');
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/part 'ministack' ended by itself with signal SIGKILL; see .*ministack[.]log/);
    expect(leftoverProcesses(directory)).toEqual([]);
  });

  it('keeps its secrets from other users', async () => {
    await start();
    const { status, stdout } = spawnSync(
      'stat',
      ['-c', '%a', join(directory, 'twin.json'), join(directory, 'tls', 'key.pem')],
      {
        encoding: 'utf8',
      },
    );
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(['600', '600']);
    expect(readFileSync(join(directory, 'logs', 'ministack.log'), 'utf8')).not.toContain(
      readTwinState(directory)!.secretAccessKey,
    );
  });
});
