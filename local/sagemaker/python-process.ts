import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** One thing that a container script told apart from its output: see container/parent.py. */
export type Report = Readonly<Record<string, unknown>>;

export interface PythonProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Resolves when the process has ended and all of its output was read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Ends the process and all that it started: SIGTERM, and SIGKILL after the grace. */
  stop(graceMilliseconds: number): Promise<void>;
}

const containerDirectory = join(import.meta.dirname, 'container');
const running = new Set<PythonProcess>();

/**
 * Starts one script of `container/` in a process group of its own, which dies with this process
 * (the script watches its stdin). Its environment holds what is given and nothing of ours: no
 * credentials reach a user's script.
 */
export function startPython(request: {
  readonly python: string;
  readonly script: 'serve.py' | 'run_training.py' | 'run_processing.py';
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly onLines: (lines: string[], stream: 'stdout' | 'stderr') => void;
  readonly onReport: (report: Report) => void;
}): PythonProcess {
  const child = spawn(request.python, ['-u', join(containerDirectory, request.script), ...request.args], {
    cwd: request.directory,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: [dirname(request.python), process.env.PATH ?? ''].join(delimiter),
      HOME: request.directory,
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      // Marks the twin's processes, so that its launcher can tell that none is left.
      ...(process.env.BALLAST_TWIN_PART === undefined
        ? {}
        : { BALLAST_TWIN_PART: process.env.BALLAST_TWIN_PART }),
      ...request.environment,
    },
  });
  child.stdin!.on('error', () => {}); // it never reads; it may be gone
  readLines(child.stdout!, (lines) => request.onLines(lines, 'stdout'));
  readLines(child.stderr!, (lines) => request.onLines(lines, 'stderr'));
  readLines(child.stdio[3] as Readable, (lines) => {
    for (const line of lines) request.onReport(JSON.parse(line) as Report);
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(started);
      resolve({ code, signal });
    });
    child.once('error', (error) => {
      request.onLines([`Cannot start ${request.python}: ${error.message}`], 'stderr');
      running.delete(started);
      resolve({ code: 127, signal: null });
    });
  });
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const started: PythonProcess = {
    pid: child.pid ?? 0,
    child,
    ended,
    async stop(graceMilliseconds) {
      signalGroup('SIGTERM');
      const kill = setTimeout(() => signalGroup('SIGKILL'), graceMilliseconds);
      await ended;
      clearTimeout(kill);
    },
  };
  running.add(started);
  return started;
}

/** Ends every process that was started here. */
export async function stopAllPython(graceMilliseconds: number): Promise<void> {
  await Promise.all([...running].map((python) => python.stop(graceMilliseconds)));
}

function readLines(stream: Readable, onLines: (lines: string[]) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) onLines(lines);
  });
  stream.on('end', () => {
    if (rest !== '') onLines([rest]);
  });
}
