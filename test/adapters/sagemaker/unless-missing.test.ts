import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';
import { expect, it } from 'vitest';
import { unlessMissing } from '../../../adapters/sagemaker/unless-missing.ts';

const refusal = (name: string, message: string) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: {} });

it('answers with what is there, or null', async () => {
  const answer = { ModelName: 'm' };
  expect(await unlessMissing(Promise.resolve(answer))).toBe(answer);
  expect(await unlessMissing(Promise.reject(refusal('ResourceNotFound', '')))).toBeNull();
  const inWords = refusal('ValidationException', 'Could not find model "m".');
  expect(await unlessMissing(Promise.reject(inWords))).toBeNull();
});

it('hands on any other failure', async () => {
  const throttled = refusal('ThrottlingException', 'Rate exceeded');
  await expect(unlessMissing(Promise.reject(throttled))).rejects.toBe(throttled);
});
