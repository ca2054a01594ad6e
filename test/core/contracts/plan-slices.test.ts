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
/** A row group with the least and the greatest value of each column. */
const group = (rows: number, ...bounds: readonly (readonly [number, number])[]): RowGroup => ({
  rows,
  bounds: Object.fromEntries(
    bounds.map(([least, most], column) => [column, { least: BigInt(least), most: BigInt(most) }]),
  ),
});
const million = 1_000_000;

describe('planSlices', () => {
  it('looks at a small file as one', () => {
    expect(planSlices(source([group(100, [1, 5])]), [0])).toEqual([{ bounds: [], parts: 1, part: 0 }]);
  });

  it('cuts a file in the order of a column of its key by that column', () => {
    const slices = planSlices(
      source([group(2 * million, [1, 3]), group(2 * million, [3, 4]), group(2 * million, [5, 9])]),
      [0],
    );
    expect(slices.map(({ bounds }) => bounds)).toEqual([
      [{ column: 0, from: null, below: 3n }],
      [{ column: 0, from: 3n, below: 5n }],
      [{ column: 0, from: 5n, below: null }],
    ]);
  });

  it('cuts large slices of one column by another: months by the day', () => {
    const month = (month: number): RowGroup[] => [
      group(1.5 * million, [month, month], [1, 15]),
      group(1.5 * million, [month, month], [16, 31]),
    ];
    const slices = planSlices(source([1, 2, 3].flatMap(month)), [1, 0]);
    const months = [
      { column: 0, from: null, below: 2n },
      { column: 0, from: 2n, below: 3n },
      { column: 0, from: 3n, below: null },
    ];
    expect(slices.map(({ bounds }) => bounds)).toEqual(
      months.flatMap((of) => [
        [of, { column: 1, from: null, below: 16n }],
        [of, { column: 1, from: 16n, below: null }],
      ]),
    );
  });

  it('cuts a file without order by hash, so that no part has many rows', () => {
    const slices = planSlices(source([group(5 * million, [1, 9]), group(5 * million, [1, 9])]), [0]);
    expect(slices).toEqual([0, 1, 2].map((part) => ({ bounds: [], parts: 3, part })));
  });

  it('puts every key in one slice and no more, whatever the row groups say', () => {
    const bound = fc
      .tuple(fc.integer({ min: -20, max: 20 }), fc.nat(10))
      .map(([least, width]) => [least, least + width] as const);
    const groups = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 3_000_000 }), bound, bound)
        .map(([rows, first, second]) => group(rows, first, second)),
      { minLength: 1, maxLength: 20 },
    );
    const value = fc.integer({ min: -50, max: 50 });
    const cuts = new Set<number>();
    fc.assert(
      fc.property(groups, fc.tuple(value, value), fc.nat(1_000), (rowGroups, key, hash) => {
        const slices = planSlices(source(rowGroups), [0, 1]);
        const holding = slices.filter(
          ({ bounds, parts, part }) =>
            bounds.every(
              ({ column, from, below }) =>
                (from === null || BigInt(key[column]!) >= from) &&
                (below === null || BigInt(key[column]!) < below),
            ) && hash % parts === part,
        );
        expect(holding).toHaveLength(1);
        for (const { bounds } of slices) cuts.add(bounds.length);
      }),
      { seed: 11, numRuns: 500 },
    );
    expect(cuts).toEqual(new Set([0, 1, 2]));
  });
});
