import { expect, it } from 'vitest';
import { hanleyMcNeilError } from '../../../core/drift/hanley-mcneil-error.ts';
import { reference } from './reference.ts';

it.each(reference.auc)('AUC $auc has the error $hanleyMcNeil', ({ auc, labels, hanleyMcNeil }) => {
  const positives = labels.filter((label) => label === 1).length;
  expect(hanleyMcNeilError(auc, positives, labels.length - positives)).toBeCloseTo(hanleyMcNeil, 12);
});

it('refuses one class', () => {
  expect(() => hanleyMcNeilError(0.7, 0, 5)).toThrow('needs both');
});
