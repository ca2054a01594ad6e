import { expect, it } from 'vitest';
import { access } from '../../../lambdas/check-upload/access.ts';
import { env } from '../../../lambdas/check-upload/env.ts';

it('may read the landing zone, fill staging and quarantine, and nothing else', () => {
  expect(access.map(({ resource, path, actions }) => [resource, path, actions])).toEqual([
    ['data-bucket', 'landing/*', ['s3:GetObject', 's3:GetObjectVersion']],
    ['data-bucket', 'staging/*', ['s3:PutObject']],
    ['data-bucket', 'quarantine/*', ['s3:PutObject']],
  ]);
  expect(env).toEqual(['DATA_BUCKET']);
});
