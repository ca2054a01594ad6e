import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './measurement.ts';
import type { BenchCommand } from './tasks.ts';

interface Metered {
  readonly wall_s: number;
  readonly cpu_s: number;
  readonly peak_mib: number;
}

/**
 * Runs one command as a whole process, `repeat` times, and keeps the smallest of each figure.
 * @param argv the interpreter, the script and its arguments
 * @throws Error with the end of its output when the command fails or prints no line of JSON
 */
export async function measure(
  command: BenchCommand,
  argv: readonly string[],
  { python, scratch, repeat }: { readonly python: string; readonly scratch: string; readonly repeat: number },
): Promise<Measurement> {
  const figures: Metered[] = [];
  let answer: Record<string, unknown> = {};
  for (let run = 0; run < (command.once ? 1 : repeat); run++) {
    mkdirSync(scratch, { recursive: true });
    const out = join(scratch, 'meter.json');
    rmSync(out, { force: true });
    const limit = command.limitMebibytes === undefined ? [] : ['--limit-mib', String(command.limitMebibytes)];
    const meter = join(import.meta.dirname, 'peers', 'meter.py');
    const { code, stdout, stderr } = await runToEnd(python, [meter, '--out', out, ...limit, '--', ...argv]);
    if (code !== 0) {
      const said = stderr.trim() || stdout.trim();
      // Node's own report of an error has its message above the stack.
      const end = /^\w*Error: .*$/m.exec(said)?.[0] ?? said.split('\n').slice(-5).join('\n');
      throw new Error(`${command.script} ended with ${code}: ${end}`);
    }
    answer = lastJson(stdout, command.script);
    const metered = JSON.parse(readFileSync(out, 'utf8')) as Metered;
    figures.push({ ...metered, ...stepsOf(command, answer) });
  }
  const least = (figure: keyof Metered): number => Math.min(...figures.map((run) => run[figure]));
  return {
    task: command.task,
    who: command.who,
    size: command.size,
    version: typeof answer.version === 'string' ? answer.version : '',
    cpuSeconds: least('cpu_s'),
    wallSeconds: least('wall_s'),
    peakMebibytes: least('peak_mib'),
    answer,
  };
}

/** The time of some of the steps that the command measured itself; null where the whole process counts. */
function stepsOf(
  { steps }: BenchCommand,
  answer: Readonly<Record<string, unknown>>,
): Pick<Metered, 'wall_s' | 'cpu_s'> | null {
  if (steps === undefined) return null;
  const measured = answer.steps as Record<string, { wall_s: number; cpu_s: number } | undefined>;
  const sum = (figure: 'wall_s' | 'cpu_s'): number =>
    steps.reduce((total, step) => total + (measured[step]?.[figure] ?? Number.NaN), 0);
  return { wall_s: sum('wall_s'), cpu_s: sum('cpu_s') };
}

function lastJson(stdout: string, script: string): Record<string, unknown> {
  const line = stdout
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`${script} printed no line of JSON`);
  return JSON.parse(line) as Record<string, unknown>;
}

async function runToEnd(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-20_000);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (ended) => resolve(ended ?? 137));
  });
  return { code, stdout, stderr };
}
