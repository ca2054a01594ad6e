import { expect, it } from 'vitest';
import { fetchReferencesAccess } from '../../../adapters/datasets/fetch-references.ts';
import { access } from '../../../lambdas/check-upload/access.ts';
import { env } from '../../../lambdas/check-upload/env.ts';

it('may read the landing zone and what contracts refer to, fill staging and quarantine, and nothing else', () => {
  const referenced = fetchReferencesAccess.map(
    ({ resource, path, actions }) => [resource, path, actions] as const,
  );
  const reads = ['s3:GetObject', 's3:GetObjectVersion'];
  expect(access.map(({ resource, path, actions }) => [resource, path, actions])).toEqual([
    ['data-bucket', 'landing/*', reads],
    ['data-bucket', 'staging/*', ['s3:PutObject']],
    ['data-bucket', 'quarantine/*', ['s3:PutObject']],
    ...referenced,
  ]);
  expect(new Set(referenced.flatMap(([, , actions]) => actions))).toEqual(
    new Set([...reads, 's3:ListBucket', 'dynamodb:GetItem', 'dynamodb:Query']),
  );
  for (const [resource, path, actions] of referenced) {
    if (actions.some((action) => action.startsWith('s3:Get')))
      expect([resource, path]).toEqual(['data-bucket', 'datasets/*']);
  }
  expect(env).toEqual(['DATA_BUCKET', 'REGISTRY_TABLE']);
});
