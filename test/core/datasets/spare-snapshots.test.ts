import { expect, it } from 'vitest';
import { spareSnapshots } from '../../../core/datasets/spare-snapshots.ts';

it('leaves one in 1,024 commits, and the two newest', () => {
  const all = Array.from({ length: 312 }, (_, index) => 32 * index + 31);
  const spare = spareSnapshots(all);
  const left = all.filter((version) => !spare.includes(version));
  expect(left).toEqual([31, 1055, 2079, 3103, 4127, 5151, 6175, 7199, 8223, 9247, 9951, 9983]);
  expect(spareSnapshots([...left].reverse())).toEqual([]);
  expect(spareSnapshots([63, 31, 95])).toEqual([]);
  expect(spareSnapshots([])).toEqual([]);
});
