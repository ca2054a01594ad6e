import { expect, it } from 'vitest';
import { isDataFile } from '../../../core/datasets/is-data-file.ts';

it('knows a data file by its name', () => {
  const name = `part-${'a'.repeat(64)}.parquet`;
  expect([name, `../${name}`, `${name}/x`, 'part-a.parquet'].map(isDataFile)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
