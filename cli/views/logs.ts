import type { ExplainedExecution, FoundLog } from '../find-log.ts';
import { second } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

/** Lambda's own lines about each invocation: shown, but not in the way. */
const noise = /^(START|END|REPORT|INIT_START) /;

export const renderLog = ({ lines }: FoundLog, style: Style): string =>
  lines
    .map(({ at, message }) => {
      const text = printable(message.replaceAll('\r', ''));
      return `${style('dim', second(at))}  ${noise.test(message) ? style('dim', text) : text}`;
    })
    .join('\n');

export interface ExecutionRow {
  readonly name: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly stoppedAt: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

export const executionRows = (executions: readonly ExplainedExecution[]): ExecutionRow[] =>
  executions.map(({ name, status, startedAt, stoppedAt, error, cause }) => ({
    name,
    status,
    startedAt: startedAt?.toISOString() ?? null,
    stoppedAt: stoppedAt?.toISOString() ?? null,
    error,
    cause,
  }));

const statusTone: Readonly<Record<string, Tone>> = {
  RUNNING: 'plain',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  ABORTED: 'warn',
};

export const renderExecutions = (rows: readonly ExecutionRow[], style: Style): string =>
  rows.length === 0
    ? 'No execution yet'
    : table<ExecutionRow>(
        [
          { title: 'started', value: ({ startedAt }) => (startedAt === null ? null : second(startedAt)) },
          { title: 'stopped', value: ({ stoppedAt }) => (stoppedAt === null ? null : second(stoppedAt)) },
          { title: 'status', value: ({ status }) => ({ text: status, tone: statusTone[status] ?? 'plain' }) },
          { title: 'execution', value: ({ name }) => name },
          {
            title: 'ended by',
            value: ({ error, cause }) => [error, cause].filter((part) => part !== null).join(': ') || null,
            maximumWidth: 90,
          },
        ],
        rows,
        style,
      );
