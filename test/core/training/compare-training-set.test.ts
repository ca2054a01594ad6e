import { describe, expect, it } from 'vitest';
import { compareTrainingSet } from '../../../core/training/compare-training-set.ts';

const same = { split: 'train', onlyRecorded: 0, onlyMade: 0, columns: {} };

describe('compareTrainingSet', () => {
  it('is identical where every file is', () => {
    expect(compareTrainingSet({ a: '1', b: '2' }, { b: '2', a: '1' }, [])).toMatchObject({
      verdict: 'identical',
      detail: '2 files, byte by byte',
    });
  });

  it('is identical where the rows are, however they are written', () => {
    expect(compareTrainingSet({ a: '1', b: '2' }, { a: '9', b: '2' }, [same])).toMatchObject({
      verdict: 'identical',
      detail: 'the same rows; 1 of 2 files are written differently',
    });
  });

  it('says which rows differ, and in which columns', () => {
    const rows = [same, { split: 'holdout', onlyRecorded: 3, onlyMade: 2, columns: { temp: 2 } }];
    expect(compareTrainingSet({ a: '1' }, { a: '2' }, rows)).toMatchObject({
      verdict: 'differs',
      detail: 'holdout: 3 rows only in the recorded set, 2 only in the one made now (temp in 2)',
    });
  });

  it('differs by a file that holds no rows, such as the schema', () => {
    expect(
      compareTrainingSet({ 'schema/features.json': '1' }, { 'schema/features.json': '2' }, []),
    ).toMatchObject({
      verdict: 'differs',
      detail: 'schema/features.json',
    });
  });
});
