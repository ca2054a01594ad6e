import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfLog } from '../../local/launcher/end-of-log.ts';
import { freePorts } from '../../local/launcher/free-port.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** Python with the packages of local/requirements.txt: BALLAST_TEST_PYTHON, or the checkout's own. */
export const testPython = process.env.BALLAST_TEST_PYTHON ?? join(checkout, '.venv', 'bin', 'python');

export const region = 'us-east-1';
export const account = '000000000000';
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface Running {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface Emulator extends Running {
  readonly directory: string;
  /** With these, the SDKs reach the emulator. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts MiniStack without TLS and IAM, in a folder of its own. */
export async function startEmulator(): Promise<Emulator> {
  if (!existsSync(testPython)) {
    throw new Error(
      `Cannot start MiniStack: there is no ${testPython}; run npm start once, or set BALLAST_TEST_PYTHON`,
    );
  }
  const directory = await mkdtemp(join(tmpdir(), 'ballast-emulator-'));
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const running = await start({
    command: testPython,
    args: [
      ...['-m', 'hypercorn', 'ministack.app:app', '--config', 'python:ministack.core.hypercorn_conf'],
      ...['--workers', '0', '--bind', `127.0.0.1:${port}`],
    ],
    environment: {
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: region,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      S3_DATA_DIR: join(directory, 's3'),
      STATE_DIR: join(directory, 'state'),
      DOCKER_HOST: `unix://${join(directory, 'no-docker')}`,
    },
    logFile: join(directory, 'ministack.log'),
    url,
    health: '/_ministack/health',
  });
  return {
    ...running,
    directory,
    environment,
    async stop(signal) {
      await running.stop(signal);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Starts the SageMaker stand-in beside an emulator; it remembers what an earlier one beside it knew. */
export async function startSagemaker(emulator: Emulator): Promise<Running> {
  const [port] = await freePorts(1);
  const stateDirectory = join(emulator.directory, 'sagemaker');
  return start({
    command: process.execPath,
    args: [
      ...['--import', 'tsx', join(checkout, 'local', 'sagemaker', 'server.ts')],
      ...['--port', String(port), '--state-directory', stateDirectory, '--python', testPython],
    ],
    environment: emulator.environment,
    logFile: join(emulator.directory, `sagemaker-${port}.log`),
    url: `http://127.0.0.1:${port}`,
    health: '/_twin/health',
  });
}

async function start(request: {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly url: string;
  readonly health: string;
}): Promise<Running> {
  const log = openSync(request.logFile, 'a');
  const child = spawn(request.command, request.args, {
    cwd: checkout,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...request.environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      end = signal ?? `exit code ${code}`;
      resolve();
    });
  });
  await eventually(async () => {
    if (end !== undefined)
      throw new Error(`It ended with ${end}; see ${request.logFile}${endOfLog(request.logFile)}`);
    const answer = await fetch(`${request.url}${request.health}`).catch(() => null);
    return answer?.ok === true ? true : null;
  }, `${request.url} (log: ${request.logFile})`);
  return {
    url: request.url,
    pid: child.pid!,
    logFile: request.logFile,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const kill = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * Asks again until the answer is not null.
 * @throws Error at the deadline, with what was waited for
 */
export async function eventually<T>(
  ask: () => Promise<T | null>,
  what: string,
  deadlineSeconds = 60,
): Promise<T> {
  const deadline = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineSeconds} seconds in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
