import { describe, expect, it } from 'vitest';
import { judgeStaleness } from '../../../../core/registry/lineage/judge-staleness.ts';
import type { RunRecord } from '../../../../core/registry/records.ts';
import { coverage } from '../../../../core/training/coverage.ts';
import { datasetVersion, modelVersion, run } from '../../../cli/records.ts';

const version = (dataset: string, number: number, rows: number, to: string) =>
  datasetVersion({ dataset, version: number, rows, from: '2013-01-01T00:00:00.000Z', to });
const before = [
  version('flights', 2, 1_000, '2013-03-31T23:00:00.000Z'),
  version('weather', 0, 500, '2013-03-31T23:00:00.000Z'),
];
const onNewData = { minimumDays: 60, everyDays: 30, untilDays: 365 };
const judge = (
  newest: typeof before,
  policy = onNewData,
  last: { readonly run: RunRecord; readonly data: typeof before } = { run: run(), data: before },
) =>
  judgeStaleness({
    version: modelVersion(),
    trainedOn: before,
    newest,
    onNewData: policy,
    runs: [last.run],
    trained: { run: last.run, covers: coverage(last.data) },
  });

describe('judgeStaleness', () => {
  it('finds a version fresh that learned from the newest', () => {
    expect(judge(before)).toMatchObject({ stale: false, policy: { answer: 'not-due' } });
  });

  it('counts versions, rows and days, and asks the policy', () => {
    const newest = [
      version('flights', 5, 1_800, '2013-05-01T11:00:00.000Z'),
      version('weather', 1, 450, '2013-05-01T23:00:00.000Z'),
    ];
    const judged = judge(newest);
    expect(judged.stale).toBe(true);
    expect(judged.datasets).toEqual([
      {
        ...{ dataset: 'flights', trainedOn: 2, newest: 5, versionsBehind: 3 },
        ...{ rowsAdded: 800, daysAdded: 30.5 },
      },
      {
        ...{ dataset: 'weather', trainedOn: 0, newest: 1, versionsBehind: 1 },
        ...{ rowsAdded: -50, daysAdded: 31 },
      },
    ]);
    expect(judged.policy).toMatchObject({ answer: 'due', reason: expect.stringContaining('31 new days') });
    expect(judge(newest, { ...onNewData, everyDays: 40 }).policy.answer).toBe('not-due');
    expect(judge(newest, { ...onNewData, untilDays: 100 }).policy.answer).toBe('not-due');
  });

  it('plans as a release is planned: after the run trained last, which may have become no version', () => {
    const newest = [
      version('flights', 5, 1_800, '2013-05-01T11:00:00.000Z'),
      version('weather', 1, 450, '2013-05-01T23:00:00.000Z'),
    ];
    const rejected = run({
      runId: 'missed-its-gates',
      status: 'rejected',
      datasets: { flights: 5, weather: 1 },
    });
    const judged = judge(newest, onNewData, { run: rejected, data: newest });
    expect(judged.stale).toBe(true);
    expect(judged.policy).toEqual({
      answer: 'not-due',
      reason: 'run missed-its-gates reads these versions already',
    });
  });

  it('refuses to judge without the newest version of a dataset', () => {
    expect(() => judge([before[0]!])).toThrow("no newest version of dataset 'weather'");
  });
});
