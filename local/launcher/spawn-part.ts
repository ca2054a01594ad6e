import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RecordedProcess, recordProcess } from './recorded-process.ts';

/** A part of the twin: leader of a process group of its own, which ends as a whole. */
export interface Part {
  readonly name: string;
  readonly process: RecordedProcess;
  readonly logFile: string;
  /** Resolves when the leader has ended: how, in words. */
  readonly ended: Promise<string>;
}

/**
 * Starts a part of the twin with its output in a log file and an environment that holds nothing of the caller's but what is given.
 * @throws Error naming the program when it cannot be started
 */
export async function spawnPart(request: {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
}): Promise<Part> {
  mkdirSync(dirname(request.logFile), { recursive: true });
  const log = openSync(request.logFile, 'a');
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.environment },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', (error) =>
      reject(new Error(`Cannot start ${request.name}: ${request.command}: ${error.message}`)),
    );
  });
  return { name: request.name, process: recordProcess(child.pid!), logFile: request.logFile, ended };
}
