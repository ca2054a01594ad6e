import { expect, it } from 'vitest';
import { rocAuc } from '../../../core/drift/roc-auc.ts';
import { reference } from './reference.ts';

it.each(reference.auc)(
  'AUC $auc with its standard error $deLong',
  ({ probabilities, labels, auc, deLong }) => {
    const found = rocAuc({ probabilities, positive: labels.map((label) => label === 1) });
    expect(found.auc).toBeCloseTo(auc, 12);
    expect(found.standardError).toBeCloseTo(deLong, 12);
  },
);

it('has no answer for one class', () => {
  expect(rocAuc({ probabilities: [0.2, 0.3], positive: [true, true] })).toEqual({
    auc: null,
    standardError: null,
    positives: 2,
    negatives: 0,
  });
});
