import { expect, it } from 'vitest';
import { compareVerdicts } from '../../../core/contracts/compare-verdicts.ts';
import type { ContractVerdict } from '../../../core/contracts/contract.ts';

const verdict = (byRule: Record<string, number>): ContractVerdict => ({
  ...{ status: 'accepted', rows: 10, quarantinedRows: 0, sample: [] },
  byRule,
});

it('keeps each rule apart by upload, what changed most first, and what was never judged from what broke nothing', () => {
  const upload = { uploadId: 'a', dataset: 'flights' };
  expect(
    compareVerdicts([
      { ...upload, before: verdict({ old: 4, same: 1 }), after: verdict({ same: 1, fresh: 2 }) },
      { uploadId: 'b', dataset: 'weather', before: verdict({ fresh: 2 }), after: verdict({}) },
      { uploadId: 'c', dataset: 'weather', before: null, after: verdict({ fresh: 4 }) },
    ]),
  ).toEqual([
    { ...upload, rule: 'old', before: 4, after: 0 },
    { ...upload, rule: 'fresh', before: 0, after: 2 },
    { ...upload, rule: 'same', before: 1, after: 1 },
    { uploadId: 'b', dataset: 'weather', rule: 'fresh', before: 2, after: 0 },
    { uploadId: 'c', dataset: 'weather', rule: 'fresh', before: null, after: 4 },
  ]);
});
