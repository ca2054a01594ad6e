import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapturedObject, captureStart, noCaptures, selectCaptures } from '../../../core/drift/watch.ts';

const start = Date.parse('2026-03-01T10:00:00Z');
const object = (key: string, seconds: number): CapturedObject => ({
  key,
  bytes: 1,
  lastModified: new Date(start + seconds * 1_000),
});
const late = new Date(start + 1_000_000);
const keys = (objects: readonly CapturedObject[]) => objects.map(({ key }) => key);

describe('selectCaptures', () => {
  it('reads all at first and nothing twice', () => {
    const objects = [object('b', 2), object('a', 1)];
    const first = selectCaptures(objects, noCaptures, late, 10);
    expect(keys(first.selected)).toEqual(['a', 'b']);
    expect(selectCaptures(objects, first.cursor, late, 10).selected).toEqual([]);
  });

  it('finds an object of the same second that appeared afterwards', () => {
    const first = selectCaptures([object('a', 1)], noCaptures, late, 10);
    const second = selectCaptures([object('a', 1), object('Z', 1)], first.cursor, late, 10);
    expect(keys(second.selected)).toEqual(['Z']);
  });

  it('leaves what is after `until`, and what is above the limit, for later', () => {
    const objects = [object('a', 1), object('b', 2), object('c', 100)];
    const first = selectCaptures(objects, noCaptures, new Date(start + 50_000), 1);
    expect([keys(first.selected), first.left]).toEqual([['a'], 1]);
    expect(keys(selectCaptures(objects, first.cursor, late, 10).selected)).toEqual(['b', 'c']);
  });

  it('keeps its place where there is nothing', () => {
    const { cursor } = selectCaptures([object('a', 1)], noCaptures, late, 10);
    expect(selectCaptures([], cursor, late, 10).cursor).toEqual(cursor);
  });

  it('reads each object exactly once, however they arrive', () => {
    const arrivals = fc.array(fc.record({ at: fc.nat(30), visibleAfter: fc.nat(4) }), { maxLength: 40 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), (arriving, limit) => {
        const all = arriving.map(({ at, visibleAfter }, index) => ({
          visibleAt: at + visibleAfter,
          object: object(`k${index}`, at),
        }));
        const read: string[] = [];
        let cursor = noCaptures;
        for (let second = 0; second < 120; second++) {
          const visible = all.filter(({ visibleAt }) => visibleAt <= second).map(({ object }) => object);
          const found = selectCaptures(visible, cursor, new Date(start + second * 1_000), limit);
          cursor = found.cursor;
          read.push(...keys(found.selected));
        }
        expect([...read].sort()).toEqual(all.map(({ object }) => object.key).sort());
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

it('begins to list two hours before the cursor', () => {
  expect(captureStart('capture/e/v1/', { until: '2026-03-01T01:30:00.000Z', recent: [] })).toBe(
    'capture/e/v1/2026/02/28/23/',
  );
  expect(captureStart('capture/e/v1/', noCaptures)).toBe('capture/e/v1/1970/01/01/00/');
});
