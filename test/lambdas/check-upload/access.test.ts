import { expect, it } from 'vitest';
import { access, accessFor } from '../../../lambdas/check-upload/access.ts';
import { env } from '../../../lambdas/check-upload/env.ts';
import { aContract } from '../../core/contracts/a-contract.ts';

const reads = ['s3:GetObject', 's3:GetObjectVersion'];

it('may read the landing zone, fill staging and quarantine, and nothing else', () => {
  expect(access.map(({ resource, path, actions }) => [resource, path, actions])).toEqual([
    ['data-bucket', 'landing/*', reads],
    ['data-bucket', 'staging/*', ['s3:PutObject']],
    ['data-bucket', 'quarantine/*', ['s3:PutObject']],
  ]);
  expect(env).toEqual(['DATA_BUCKET', 'REGISTRY_TABLE']);
});

it('may read what contracts refer to, and nothing else, where one does', () => {
  expect(accessFor([aContract(), aContract({ references: [] })])).toEqual(access);
  const references = [
    { columns: ['kind'], dataset: 'kinds', referenced: ['name'], onMissing: 'warn' as const },
  ];
  const more = accessFor([aContract(), aContract({ references })]);
  expect(more.slice(0, access.length)).toEqual(access);
  const referenced = more.slice(access.length);
  expect(new Set(referenced.flatMap(({ actions }) => actions))).toEqual(
    new Set([...reads, 's3:ListBucket', 'dynamodb:GetItem', 'dynamodb:Query']),
  );
  for (const { resource, path, actions } of referenced) {
    if (actions.some((action) => action.startsWith('s3:Get')))
      expect([resource, path]).toEqual(['data-bucket', 'datasets/*']);
  }
});
