import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../local/sagemaker/input-objects.ts';

describe('readManifest', () => {
  // The form is of https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html
  it('names each object by its prefix and its path', () => {
    expect(readManifest('[{"prefix": "s3://data/landing/x/"}, "a.csv", "b/c d.csv"]')).toEqual([
      { bucket: 'data', key: 'landing/x/a.csv', path: 'a.csv' },
      { bucket: 'data', key: 'landing/x/b/c d.csv', path: 'b/c d.csv' },
    ]);
  });

  it.each([
    ['no JSON', '['],
    ['no list', '{}'],
    ['no prefix', '["a.csv"]'],
    ['no names', '[{"prefix": "s3://data/"}]'],
    ['a name that is none', '[{"prefix": "s3://data/"}, 1]'],
  ])('refuses %s', (_what, text) => {
    expect(() => readManifest(text)).toThrow();
  });
});
