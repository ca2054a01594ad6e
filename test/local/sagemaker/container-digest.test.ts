import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { imageDigest } from '../../../core/training/image-digest.ts';
import { containerDigest } from '../../../local/sagemaker/container-digest.ts';
import { describeEndpoint } from '../../../local/sagemaker/operations/describe-endpoint.ts';

let folder: string;
const python = () => join(folder, 'bin/python');
const install = (name: string) =>
  mkdirSync(join(folder, 'lib/python3.11/site-packages', name), { recursive: true });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'container-'));
  install('xgboost_cpu-3.0.5.dist-info');
  install('xgboost');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is the same for the same packages, and another one for others', () => {
  const before = containerDigest(python());
  install('__pycache__');
  expect(containerDigest(python())).toBe(before);
  install('numpy-2.2.6.dist-info');
  expect(containerDigest(python())).not.toBe(before);
});

it.each([
  '1.dkr.ecr.r.amazonaws.com/xgboost:3.0-5',
  `1.dkr.ecr.r.amazonaws.com/xgboost@sha256:${'0'.repeat(64)}`,
])('is what an endpoint says that it runs, asked for as %s', async (Image) => {
  const variant = { name: 'v1', container: { Image }, weight: 1, desiredWeight: 1 };
  const record = { name: 'e', arn: 'a', configName: 'c', status: 'InService', variants: [variant] };
  const standIn = { options: { python: python() }, stores: { endpoints: { get: () => record } } };
  const { ProductionVariants } = (await describeEndpoint(standIn as never, { EndpointName: 'e' })) as {
    ProductionVariants: { DeployedImages: { SpecifiedImage: string; ResolvedImage: string }[] }[];
  };
  const [deployed] = ProductionVariants[0]!.DeployedImages;
  expect(deployed?.SpecifiedImage).toBe(Image);
  expect(deployed?.ResolvedImage).toBe(`1.dkr.ecr.r.amazonaws.com/xgboost@${containerDigest(python())}`);
  expect(imageDigest(deployed?.ResolvedImage)).toBe(containerDigest(python()));
});
