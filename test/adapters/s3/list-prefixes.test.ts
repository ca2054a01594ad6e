import { expect, it } from 'vitest';
import { listPrefixes } from '../../../adapters/s3/list-prefixes.ts';
import { answerInPages } from './pages.ts';

it('lists the folders of all pages', async () => {
  const asked = answerInPages([
    { CommonPrefixes: [{ Prefix: 'a/b/' }], NextContinuationToken: 'more' },
    { CommonPrefixes: [{ Prefix: 'a/c/' }] },
  ]);
  expect(await listPrefixes('data', 'a/')).toEqual(['a/b/', 'a/c/']);
  const first = { Bucket: 'data', Prefix: 'a/', Delimiter: '/' };
  expect(asked).toEqual([first, { ...first, ContinuationToken: 'more' }]);
});
