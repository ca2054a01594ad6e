import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Cause } from '../../../core/registry/records.ts';
import { type Coverage, coverage } from '../../../core/training/coverage.ts';
import { planRelease } from '../../../core/training/plan-release.ts';

/** test/cases/training/plan-release.json: a model with 90 days at first, then every 28, until 130. */
interface Case {
  readonly name: string;
  readonly cause: Cause['kind'];
  /** Days of data there are, and the last of them. */
  readonly days: number;
  readonly to: string;
  /** Dataset without a version. */
  readonly missing?: string;
  /** Last day that the last trained run has read. */
  readonly trainedTo?: string;
  readonly sameVersions?: boolean;
  readonly newCode?: boolean;
  /** What started the run that is not finished. */
  readonly unfinished?: 'drift' | 'new-data';
  readonly expected: 'due' | 'not-due';
  readonly reason: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../cases/training/plan-release.json', import.meta.url), 'utf8'),
) as readonly Case[];

const causes: Readonly<Record<Cause['kind'], Cause>> = {
  'new-data': { kind: 'new-data', dataset: 'flights', version: 7 },
  drift: { kind: 'drift', report: 'r1', monitor: 'input' },
  command: { kind: 'command', by: 'data-science', reason: 'new feature' },
};

const until = (to: string, days = 1): Coverage => {
  const end = Date.parse(`${to}T22:00:00Z`);
  return coverage([
    {
      from: new Date(end - (days - 1) * 86_400_000).toISOString(),
      to: new Date(end).toISOString(),
    },
  ]);
};

it.each(cases)('$name', (given) => {
  const datasets = {
    flights: 7,
    weather: given.missing === 'weather' ? null : 5,
  };
  const before = {
    runId: 'run-before',
    codeDigest: 'old',
    datasets: given.sameVersions ? { flights: 7, weather: 5 } : { flights: 6, weather: 4 },
  };
  const other = { runId: 'run-of-other-code', codeDigest: 'other', datasets: before.datasets };
  const plan = planRelease({
    cause: causes[given.cause],
    onNewData: { minimumDays: 90, everyDays: 28, untilDays: 130 },
    datasets,
    covers: given.missing === undefined ? until(given.to, given.days) : null,
    codeDigest: given.newCode ? 'new' : 'old',
    trained:
      given.trainedTo === undefined
        ? null
        : {
            run: before,
            covers: until(given.trainedTo),
          },
    earlier: given.trainedTo === undefined ? [] : [other, before],
    unfinished:
      given.unfinished === undefined
        ? []
        : [{ runId: 'run-before', cause: causes[given.unfinished], status: 'running' }],
  });
  expect(plan.answer).toBe(given.expected);
  expect(plan.reason).toContain(given.reason);
});
