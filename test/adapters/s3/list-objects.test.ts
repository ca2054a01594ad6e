import { expect, it } from 'vitest';
import { listObjects } from '../../../adapters/s3/list-objects.ts';
import { answerInPages } from './pages.ts';

it('lists the objects of all pages', async () => {
  const lastModified = new Date(0);
  const object = (Key: string) => ({ Key, Size: 1, LastModified: lastModified });
  const asked = answerInPages([
    { Contents: [object('a/b')], NextContinuationToken: 'more' },
    { Contents: [object('a/c')] },
  ]);
  const found = await listObjects('data', 'a/', 'a/a');
  expect(found).toEqual(['a/b', 'a/c'].map((key) => ({ key, bytes: 1, lastModified })));
  expect(asked).toMatchObject([{ StartAfter: 'a/a' }, { ContinuationToken: 'more' }]);
  answerInPages([{ Contents: [{ Key: 'a/b' }] }]);
  await expect(listObjects('data', 'a/')).rejects.toThrow('s3://data/a/: the answer lacks');
});
