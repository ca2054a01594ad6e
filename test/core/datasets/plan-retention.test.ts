import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLifetimes } from '../../../core/datasets/file-lifetimes.ts';
import {
  planRetention,
  type RetentionPolicy,
  type VersionReference,
} from '../../../core/datasets/plan-retention.ts';

interface Case {
  readonly name: string;
  readonly policy: RetentionPolicy;
  readonly references: readonly VersionReference[];
  readonly expired?: readonly number[];
  /** Data files that are not there any more. */
  readonly gone?: readonly string[];
  readonly unrecorded?: readonly number[];
  readonly verdicts: readonly string[];
  readonly deletes: readonly string[];
}

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../cases/datasets/plan-retention.json'), 'utf8'),
) as { readonly cases: readonly Case[] };

const add = (path: string) => JSON.stringify({ add: { path, size: 10 } });
const remove = (path: string) => JSON.stringify({ remove: { path } });
const commits = [`${add('a')}\n${add('b')}\n`, add('c'), remove('a'), `${add('a')}\n${remove('c')}`];

const plan = ({
  policy,
  references,
  expired = [],
  gone = [],
  unrecorded = [],
}: Omit<Case, 'name' | 'verdicts' | 'deletes'>) =>
  planRetention({
    versions: [0, 1, 2, 3]
      .filter((version) => !unrecorded.includes(version))
      .map((version) => ({
        version,
        createdAt: `2026-03-0${version + 1}T00:00:00.000Z`,
        ...(expired.includes(version) ? { expiredAt: '2026-05-01T00:00:00.000Z' } : {}),
      })),
    lifetimes: fileLifetimes(commits),
    present: new Set(['a', 'b', 'c'].filter((path) => !gone.includes(path))),
    commits: commits.length,
    references,
    policy,
    now: new Date('2026-06-01T00:00:00Z'),
  });

describe('planRetention', () => {
  it.each(cases)('$name', (given) => {
    const { versions, deletes, keeps } = plan(given);
    expect(versions.map(({ verdict }) => verdict)).toEqual(given.verdicts);
    expect(deletes.map(({ path }) => path).sort()).toEqual(given.deletes);
    expect(keeps.map(({ path }) => path)).toEqual(expect.arrayContaining(['a', 'b']));
    for (const { reasons } of versions) expect(reasons.length).toBeGreaterThan(0);
  });

  it.each([
    [{ keepNewest: 0, keepDays: 30 }],
    [{ keepNewest: 1.5, keepDays: 30 }],
    [{ keepNewest: 1, keepDays: -1 }],
    [{ keepNewest: 1, keepDays: Number.NaN }],
  ])('refuses the policy %j', (policy) => {
    expect(() => plan({ policy, references: [] })).toThrow('Cannot plan retention: it must keep at least 1');
  });
});

describe('fileLifetimes', () => {
  it('gives a file that came back two lifetimes', () => {
    expect(fileLifetimes(commits).filter(({ path }) => path === 'a')).toEqual([
      { path: 'a', bytes: 10, from: 0, until: 2 },
      { path: 'a', bytes: 10, from: 3, until: null },
    ]);
  });
});
