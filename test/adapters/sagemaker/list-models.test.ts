import { type ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listModels } from '../../../adapters/sagemaker/list-models.ts';

it('reads all pages, and of them the names that begin with the prefix', async () => {
  const pages = [
    { Models: [{ ModelName: 'ballast-dev-a' }, { ModelName: 'other-ballast-dev-b' }], NextToken: 'more' },
    { Models: [{ ModelName: 'ballast-dev-c' }] },
  ];
  const asked: object[] = [];
  const send = vi.spyOn(SageMakerClient.prototype, 'send').mockImplementation((async ({
    input,
  }: ListModelsCommand) => {
    asked.push({ ...input });
    return pages[asked.length - 1];
  }) as never);
  onTestFinished(() => send.mockRestore());
  expect(await listModels('ballast-dev-')).toEqual(['ballast-dev-a', 'ballast-dev-c']);
  const first = { NameContains: 'ballast-dev-', MaxResults: 100 };
  expect(asked).toEqual([first, { ...first, NextToken: 'more' }]);
});
