import { expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { renderCollected, renderPlan } from '../../../cli/views/data-gc.ts';

const file = { path: 'part-a.parquet', bytes: 1_500 };

it('shows each version with its verdict and every reason, and what goes', () => {
  const text = renderPlan(
    'readings',
    {
      versions: [
        { version: 0, createdAt: '2026-01-01T00:00:00.000Z', verdict: 'expire', reasons: ['90 days old'] },
        {
          version: 1,
          createdAt: '2026-01-02T00:00:00.000Z',
          verdict: 'revive',
          reasons: ['given up', 'run a'],
        },
        { version: 2, createdAt: '', verdict: 'keep', reasons: ['its upload is being recorded'] },
      ],
      ...{ deletes: [file], keeps: [], missing: [] },
    },
    noStyle,
  );
  expect(text.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
    'readings: 1 of 3 versions may go',
    'VERSION CREATED VERDICT WHY',
    '0 2026-01-01 00:00Z expire 90 days old',
    '1 2026-01-02 00:00Z revive given up; run a',
    '2 - keep its upload is being recorded',
    "1 data files (1,500 bytes) are in no version that stays; the log keeps all versions' history.",
  ]);
});

it('says what a collection did, and only that', () => {
  const nothing = { expired: [], revived: [], deleted: [], restored: [], thinned: [] };
  expect(renderCollected('readings', nothing)).toBe('readings: given up none; 0 data files deleted');
  expect(
    renderCollected('readings', {
      ...{ expired: [0, 1], revived: [2], deleted: ['a'], restored: ['b'], thinned: [31, 63] },
    }),
  ).toBe(
    [
      'readings: given up 0, 1; 1 data files deleted',
      'kept after all, for something needs them now: 2',
      '1 files of versions that stay were gone and are back',
      '2 snapshots of the log deleted',
    ].join('\n'),
  );
});
