import { expect, it } from 'vitest';
import { applyGates } from '../../../core/training/apply-gates.ts';
import { describeGate } from '../../../core/training/describe-gate.ts';

const metrics = {
  auc: 0.7,
  f1: 0.5,
  logLoss: 0.4,
  brier: 0.1,
  accuracy: 0.8,
  precision: 0.6,
  recall: 0.4,
  rows: 1000,
};

it('passes at a bound, and not beyond it', () => {
  expect(applyGates([{ metric: 'auc', minimum: 0.7 }], metrics).passed).toBe(true);
  expect(applyGates([{ metric: 'auc', minimum: 0.7001 }], metrics).passed).toBe(false);
  expect(applyGates([{ metric: 'logLoss', maximum: 0.4 }], metrics).passed).toBe(true);
  expect(applyGates([{ metric: 'logLoss', maximum: 0.3999 }], metrics).passed).toBe(false);
});

it('needs every gate, and says which one failed', () => {
  const { gates, passed } = applyGates(
    [
      { metric: 'auc', minimum: 0.65 },
      { metric: 'rows', minimum: 5000 },
    ],
    metrics,
  );
  expect(passed).toBe(false);
  expect(gates.map((gate) => gate.passed)).toEqual([true, false]);
  expect(describeGate(gates[1]!)).toBe('rows is 1000, at least 5000 is needed');
});

it('takes 0 for a bound', () => {
  expect(applyGates([{ metric: 'brier', maximum: 0 }], metrics).passed).toBe(false);
});

it('passes nothing that could not be measured', () => {
  const { gates, passed } = applyGates([{ metric: 'auc', maximum: 1 }], { ...metrics, auc: Number.NaN });
  expect(passed).toBe(false);
  expect(describeGate(gates[0]!)).toBe('auc is not measurable, at most 1 is needed');
});
