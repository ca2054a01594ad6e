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
      { before: verdict({ old: 4, same: 1 }), after: verdict({ same: 1, fresh: 2 }) },
      { before: verdict({ old: 1 }), after: verdict({ fresh: 1 }) },
      { before: null, after: verdict({ fresh: 4 }) },
    ]),
  ).toEqual([
    { rule: 'fresh', before: 0, after: 7 },
    { rule: 'old', before: 5, after: 0 },
    { rule: 'same', before: 1, after: 1 },
  ]);
});
