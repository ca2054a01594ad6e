import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileSource, RowGroup } from '../../../core/contracts/file-source.ts';
import { planSlices } from '../../../core/contracts/plan-slices.ts';

const source = (rowGroups: readonly RowGroup[]): FileSource => ({
  relation: 'file',
  rows: rowGroups.reduce((sum, { rows }) => sum + rows, 0),
  columns: [],
  rowGroups,
});
const group = (rows: number, least: number, most: number): RowGroup => ({
  rows,
  bounds: { 0: { least: BigInt(least), most: BigInt(most) } },
});
const million = 1_000_000;

describe('planSlices', () => {
  it('looks at a small file as one', () => {
    const whole = { from: null, below: null, parts: 1, part: 0 };
    expect(planSlices(source([group(100, 1, 5)]), [0])).toEqual({ column: null, slices: [whole] });
  });

  it('cuts a file in the order of a column of its key by that column', () => {
    const plan = planSlices(
      source([group(2 * million, 1, 3), group(2 * million, 3, 4), group(2 * million, 5, 9)]),
      [0],
    );
    expect(plan.column).toBe(0);
    expect(plan.slices.map(({ from, below }) => [from, below])).toEqual([
      [null, 3n],
      [3n, 5n],
      [5n, null],
    ]);
  });

  it('cuts a file without order by hash, so that no part has many rows', () => {
    const plan = planSlices(source([group(5 * million, 1, 9), group(5 * million, 1, 9)]), [0]);
    expect([plan.column, plan.slices.length]).toEqual([null, 3]);
    expect(plan.slices.map(({ part, parts }) => [part, parts])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
  });

  it('puts every value in one slice and no more, whatever the row groups say', () => {
    const groups = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 3_000_000 }), fc.integer({ min: -20, max: 20 }), fc.nat(10))
        .map(([rows, least, width]) => group(rows, least, least + width)),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(groups, fc.integer({ min: -50, max: 50 }), fc.nat(1_000), (rowGroups, value, hash) => {
        const { slices } = planSlices(source(rowGroups), [0]);
        const holding = slices.filter(
          ({ from, below, parts, part }) =>
            (from === null || BigInt(value) >= from) &&
            (below === null || BigInt(value) < below) &&
            hash % parts === part,
        );
        expect(holding).toHaveLength(1);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});
