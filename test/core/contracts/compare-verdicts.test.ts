import { expect, it } from 'vitest';
import { compareVerdicts } from '../../../core/contracts/compare-verdicts.ts';
import type { ContractVerdict } from '../../../core/contracts/contract.ts';

const verdict = (byRule: Record<string, number>): ContractVerdict => ({
  ...{ status: 'accepted', rows: 10, quarantinedRows: 0, sample: [] },
  byRule,
});

it('adds up each rule over all uploads, what changed most first', () => {
  expect(
    compareVerdicts([
      { then: verdict({ old: 4, same: 1 }), now: verdict({ same: 1, fresh: 2 }) },
      { then: verdict({ old: 1 }), now: verdict({ fresh: 1 }) },
      { then: null, now: verdict({ fresh: 4 }) },
    ]),
  ).toEqual([
    { rule: 'fresh', then: 0, now: 7 },
    { rule: 'old', then: 5, now: 0 },
    { rule: 'same', then: 1, now: 1 },
  ]);
});
