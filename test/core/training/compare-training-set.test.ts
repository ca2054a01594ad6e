import { describe, expect, it } from 'vitest';
import { compareTrainingSet } from '../../../core/training/compare-training-set.ts';

const same = (file: string) => ({
  file,
  columns: [],
  onlyRecorded: 0,
  onlyMade: 0,
  values: {},
  largest: 0,
});

describe('compareTrainingSet', () => {
  it('is identical where every file is', () => {
    expect(compareTrainingSet({ a: '1', b: '2' }, { b: '2', a: '1' }, [])).toMatchObject({
      verdict: 'identical',
      detail: '2 files, byte by byte',
    });
  });

  it('is identical where the rows are, however they are written', () => {
    expect(compareTrainingSet({ a: '1', b: '2' }, { a: '9', b: '2' }, [same('a')])).toMatchObject({
      verdict: 'identical',
      detail: 'the same rows; 1 of 2 files are written differently',
    });
  });

  it('is equal within tolerance where numbers nearly are, and says how nearly', () => {
    const rows = [same('b'), { ...same('a'), largest: 1e-13 }];
    expect(compareTrainingSet({ a: '1', b: '2', c: '3' }, { a: '9', b: '8', c: '3' }, rows)).toMatchObject({
      verdict: 'equal-within-tolerance',
      detail:
        '2 of 3 files are written differently; numbers in them differ by at most 1.0e-13 of at most 1e-9',
    });
  });

  it('says which rows differ, and in which columns', () => {
    const rows = [same('a'), { ...same('b'), onlyRecorded: 3, onlyMade: 2, values: { temp: 2 } }];
    expect(compareTrainingSet({ a: '1', b: '1' }, { a: '2', b: '2' }, rows)).toMatchObject({
      verdict: 'differs',
      detail: 'b: 3 rows only in the recorded set, 2 only in the one made now (temp in 2)',
    });
  });

  it('says which columns differ', () => {
    const rows = [{ ...same('a'), columns: ['column temp is missing', 'column x DOUBLE → FLOAT'] }];
    expect(compareTrainingSet({ a: '1' }, { a: '2' }, rows)).toMatchObject({
      verdict: 'differs',
      detail: 'a: column temp is missing, column x DOUBLE → FLOAT',
    });
  });

  it('lets the rows of one file explain no other', () => {
    const recorded = { 'truth/holdout.parquet': '1', 'train/data.parquet': '1', 'schema/features.json': '1' };
    const made = { 'truth/holdout.parquet': '2', 'train/data.parquet': '2', 'schema/features.json': '2' };
    expect(compareTrainingSet(recorded, made, [same('truth/holdout.parquet')])).toMatchObject({
      verdict: 'differs',
      detail: 'train/data.parquet has another content; schema/features.json has another content',
    });
  });

  it('names a file that one of both has not', () => {
    expect(compareTrainingSet({ a: '1', b: '1' }, { b: '1', c: '1' }, [same('a'), same('c')])).toMatchObject({
      verdict: 'differs',
      detail: 'a is not in the one made now; c is not in the recorded set',
    });
  });
});
