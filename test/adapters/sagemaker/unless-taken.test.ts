import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';
import { expect, it } from 'vitest';
import { unlessTaken } from '../../../adapters/sagemaker/unless-taken.ts';

const refusal = (name: string, message: string) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: {} });

it('says whether something was created', async () => {
  expect(await unlessTaken(Promise.resolve({}))).toBe(true);
  expect(await unlessTaken(Promise.reject(refusal('ResourceInUse', '')))).toBe(false);
  const inWords = refusal('ValidationException', 'Cannot create already existing model "m".');
  expect(await unlessTaken(Promise.reject(inWords))).toBe(false);
});

it('hands on any other failure', async () => {
  const limit = refusal('ResourceLimitExceeded', 'The limit is 0');
  await expect(unlessTaken(Promise.reject(limit))).rejects.toBe(limit);
});
