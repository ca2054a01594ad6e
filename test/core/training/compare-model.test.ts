import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../core/registry/records.ts';
import { compareModel } from '../../../core/training/compare-model.ts';

const artifact = (digest: string, entries?: Record<string, string>): Artifact => ({
  uri: 's3://models/a',
  versionId: 'v',
  digest,
  bytes: 10,
  ...(entries === undefined ? {} : { entries }),
});
const answers = (...probabilities: number[]) => Float64Array.from(probabilities);

describe('compareModel', () => {
  it('is content with the same bytes', () => {
    expect(compareModel(artifact('a'), artifact('a'), null).verdict).toBe('identical');
  });

  it('calls the same files in another archive identical, and says so', () => {
    const compared = compareModel(
      artifact('a', { 'model.ubj': '1', 'features.json': '2' }),
      artifact('b', { 'features.json': '2', 'model.ubj': '1' }),
      null,
    );
    expect(compared.verdict).toBe('identical');
    expect(compared.detail).toContain('2 files');
  });

  it('compares answers where a file differs', () => {
    const compared = compareModel(artifact('a', { 'model.ubj': '1' }), artifact('b', { 'model.ubj': '2' }), {
      recorded: answers(0.1, 0.2),
      made: answers(0.1000005, 0.2),
    });
    expect(compared).toMatchObject({ verdict: 'equal-within-tolerance' });
    expect(compared.detail).toMatch(
      /^model\.ubj differ, but 2 predictions of the holdout differ by at most 5\.0e-7$/,
    );
  });

  it('names the files and counts the answers that differ', () => {
    const compared = compareModel(
      artifact('a', { 'model.ubj': '1', 'features.json': '2' }),
      artifact('b', { 'model.ubj': '9', 'features.json': '2', 'extra.txt': '3' }),
      { recorded: answers(0.1, 0.2, 0.3), made: answers(0.1, 0.25, 0.3) },
    );
    expect(compared).toMatchObject({
      verdict: 'differs',
      detail: 'extra.txt, model.ubj; 1 of 3 predictions of the holdout differ, by up to 0.0500',
    });
  });

  it.each([
    ['an answer that is no number', answers(0.1, Number.NaN)],
    ['another number of answers', answers(0.1)],
  ])('does not take %s for agreement', (_what, made) => {
    const compared = compareModel(artifact('a'), artifact('b'), { recorded: answers(0.1, 0.2), made });
    expect(compared.verdict).toBe('differs');
  });

  it('says that it differs where nothing can be compared', () => {
    expect(compareModel(artifact('a'), artifact('b'), null)).toMatchObject({ verdict: 'differs' });
  });
});
