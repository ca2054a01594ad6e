import { expect, it } from 'vitest';
import { maximumCategories, mergeProfiles, type Profile } from '../../../core/drift/profile.ts';

const day = (counts: number[], nulls: number, mean: number | null): Profile => ({
  rows: counts.reduce((sum, count) => sum + count, nulls),
  features: {
    wind: { type: 'number', nulls, edges: [5], counts, minimum: mean, maximum: mean, mean },
    carrier: { type: 'category', nulls: 0, counts: { UA: counts[0]! }, other: counts[1]! + nulls },
  },
});

it('adds up two days', () => {
  expect(mergeProfiles(day([3, 1], 1, 4), day([1, 3], 0, 8))).toEqual({
    rows: 9,
    features: {
      wind: { type: 'number', nulls: 1, edges: [5], counts: [4, 4], minimum: 4, maximum: 8, mean: 6 },
      carrier: { type: 'category', nulls: 0, counts: { UA: 4 }, other: 5 },
    },
  });
});

it('takes the other mean where a day has no value', () => {
  const merged = mergeProfiles(day([0, 0], 4, null), day([2, 2], 0, 7));
  expect(merged.features.wind).toMatchObject({ nulls: 4, mean: 7, minimum: 7, maximum: 7 });
});

it('keeps the most frequent categories and the number of the others', () => {
  const many = (from: number): Profile => ({
    rows: 150,
    features: {
      id: {
        type: 'category',
        nulls: 0,
        counts: Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`v${from + i}`, 1])),
        other: 0,
      },
    },
  });
  const merged = mergeProfiles(many(0), many(100)).features.id!;
  expect(merged).toMatchObject({ type: 'category', other: 50 });
  expect(Object.keys((merged as { counts: object }).counts)).toHaveLength(maximumCategories);
});

it('refuses other bins and other features', () => {
  const a = day([1, 1], 0, 5);
  const b = structuredClone(a) as unknown as { features: { wind: { edges: number[] } } };
  b.features.wind.edges = [6];
  expect(() => mergeProfiles(a, b as unknown as Profile)).toThrow("'wind': their bins differ");
  expect(() => mergeProfiles(a, { rows: 0, features: {} })).toThrow('their features differ');
});
