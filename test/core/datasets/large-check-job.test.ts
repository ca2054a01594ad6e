import { describe, expect, it } from 'vitest';
import {
  inputManifest,
  largeCheckEntrypoint,
  largeCheckName,
  largeCheckPrefix,
  largeCheckVolume,
} from '../../../core/datasets/large-check-job.ts';
import { aContract } from '../contracts/a-contract.ts';

const uploadId = '0123456789abcdef0123456789abcdef';
const gibi = 1024 ** 3;

describe('largeCheckName', () => {
  it('is the same for the same question, and another for another contract or attempt', () => {
    const name = largeCheckName('dev', uploadId, aContract(), 1);
    expect(name).toMatch(/^ballast-dev-check-[0-9a-f]{32}-[0-9a-f]{6}$/);
    expect(largeCheckName('dev', uploadId, aContract(), 1)).toBe(name);
    expect(largeCheckName('dev', uploadId, aContract(), 2)).toBe(`${name}-2`);
    expect(largeCheckName('dev', uploadId, aContract({ version: '9.9.9' }), 1)).not.toBe(name);
  });

  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html
  it.each(['dev', 'staging', 'prod'])('is a name that SageMaker takes, in %s', (environment) => {
    expect(largeCheckName(environment, uploadId, aContract(), 2)).toMatch(
      /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    );
  });
});

describe('largeCheckVolume', () => {
  it.each([
    ['a plain file of 3 GiB', 3 * gibi, false, 16],
    ['a byte more', 3 * gibi + 1, false, 17],
    ['3 GiB within gzip', 3 * gibi, true, 124],
    ['the largest there may be', 200 * gibi, true, 8_004],
    ['more than SageMaker gives', 2_000 * gibi, true, 16_384],
  ])('%s', (_what, bytes, isGzip, gigabytes) => {
    expect(largeCheckVolume(bytes, isGzip)).toBe(gigabytes);
  });
});

it('lists objects by their exact keys', () => {
  expect(JSON.parse(inputManifest('data', 'landing/readings/', ['a "b".csv']))).toEqual([
    { prefix: 's3://data/landing/readings/' },
    'a "b".csv',
  ]);
});

it('keeps all of a job below the staging folder of its upload', () => {
  expect(largeCheckPrefix('readings', uploadId, 'job')).toBe(`staging/readings/${uploadId}/job/`);
});

it('starts the check with words that SageMaker takes: 256 characters each, on one line', () => {
  for (const word of largeCheckEntrypoint) expect(word).toMatch(/^.{1,256}$/);
});
