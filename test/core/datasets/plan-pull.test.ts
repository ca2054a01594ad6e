import { expect, it } from 'vitest';
import { planPull } from '../../../core/datasets/plan-pull.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => `part-${digit.repeat(64)}.parquet`) as [
  string,
  string,
  string,
];

it('removes what a pull brought and the version lacks, and nothing of others', () => {
  const present = [a, b, c, 'notes.txt', 'part-1.parquet', '.ballast-pull.json'];
  expect(planPull(present, [a, b, 'notes.txt'], [b])).toEqual({ removes: [a], foreign: [c] });
  expect(planPull([a, b], [a, b], [a, b])).toEqual({ removes: [], foreign: [] });
  expect(planPull([], [a], [b])).toEqual({ removes: [], foreign: [] });
});
