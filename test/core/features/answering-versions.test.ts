import { describe, expect, it } from 'vitest';
import { answeringVersions, drawVersion } from '../../../core/features/answering-versions.ts';
import type { ServingRecord } from '../../../core/registry/records.ts';
import type { Rollout } from '../../../core/rollout/rollout.ts';

const serving = (live: number | null) => ({ live, lease: { rolloutId: 'r1', until: '' } }) as ServingRecord;
const rollout = (changes: object = {}) =>
  ({ rolloutId: 'r1', purpose: 'release', phase: 'stepping', version: 4, weight: 25, ...changes }) as Rollout;

describe('answeringVersions', () => {
  it('names the live version and, while a release steps, the candidate with its weight', () => {
    expect(answeringVersions(serving(3), rollout())).toEqual([
      { version: 3, share: 0.75 },
      { version: 4, share: 0.25 },
    ]);
    expect(answeringVersions(serving(3), null)).toEqual([{ version: 3, share: 1 }]);
    expect(answeringVersions(null, null)).toEqual([]);
  });

  it.each([
    ['it is being withdrawn', { phase: 'rolling-back' }],
    ['it has not joined', { phase: 'joining' }],
    ['it only answers golden requests', { phase: 'smoke' }],
    ['the rollout is a rollback', { purpose: 'rollback' }],
    ['another rollout has the lease', { rolloutId: 'r0' }],
    ['it is live already', { version: 3 }],
  ])('leaves the candidate out when %s', (_, changes) => {
    expect(answeringVersions(serving(3), rollout(changes))).toEqual([{ version: 3, share: 1 }]);
  });

  it('gives a first release all callers', () => {
    expect(answeringVersions(serving(null), rollout())).toEqual([{ version: 4, share: 1 }]);
  });
});

describe('drawVersion', () => {
  const versions = [
    { version: 3, share: 0.75 },
    { version: 4, share: 0.25 },
  ];
  it.each([
    [0, 3],
    [0.749, 3],
    [0.75, 4],
    [0.999, 4],
  ])('falls at %s on version %s', (draw, version) => {
    expect(drawVersion(versions, draw)).toBe(version);
  });

  it('never falls on a share of 0, and on nothing where nobody answers', () => {
    expect(
      drawVersion(
        [
          { version: 3, share: 0 },
          { version: 4, share: 1 },
        ],
        0,
      ),
    ).toBe(4);
    expect(drawVersion([], 0.5)).toBeNull();
  });
});
