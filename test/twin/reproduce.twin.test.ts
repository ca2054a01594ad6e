import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTwin, type Twin } from './support/open-twin.ts';
import { Registry } from './support/registry.ts';
import { runBallast } from './support/run-ballast.ts';

const model = 'flight-delay';
const sagemaker = new SageMakerClient({});

interface Reproduction {
  readonly reproduced: boolean;
  readonly reproductionId: string;
  readonly artifacts: readonly { readonly artifact: string; readonly verdict: string }[];
}

describe('making the first version again', () => {
  let twin: Twin;
  let registry: Registry;
  beforeAll(async () => {
    twin = await openTwin();
    registry = new Registry(twin.table);
  });

  const production = async () => {
    const { EndpointConfigName, ProductionVariants } = await sagemaker.send(
      new DescribeEndpointCommand({ EndpointName: `${twin.stack}-${model}` }),
    );
    const variants = (ProductionVariants ?? []).map(({ VariantName, CurrentWeight }) => [
      VariantName,
      CurrentWeight,
    ]);
    return {
      EndpointConfigName,
      variants,
      versions: (await registry.modelVersions(model)).map(({ version }) => version),
      runs: (await registry.runs(model)).map(({ runId }) => runId),
    };
  };

  it('gives every artifact again, and leaves what serves alone', async () => {
    const before = await production();
    const { code, stdout, stderr } = await runBallast(
      ...['reproduce', `${model}@1`, '--deadline', '110', '--json'],
    );
    expect(stderr).toContain('gate …');
    const { reproduced, artifacts } = JSON.parse(stdout) as Reproduction;
    expect(artifacts.map(({ artifact }) => artifact)).toEqual([
      'inputs',
      'training set',
      'model',
      'metrics',
      'threshold',
      'drift baseline',
    ]);
    expect(artifacts.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    // One thread, the same seed and the same machine: not only the numbers agree.
    expect(artifacts.slice(0, 3).map(({ verdict }) => verdict)).toEqual([
      'identical',
      'identical',
      'identical',
    ]);
    expect({ reproduced, code }).toEqual({ reproduced: true, code: 0 });
    expect(await production()).toEqual(before);
  });

  it('shows the result again without making it again', async () => {
    const { code, stdout, stderr } = await runBallast('reproduce', `${model}@1`, '--last');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('was started at') });
    expect(stdout).toContain('was made again');
  });

  it('asked for the image by the digest that the endpoint told, and built by a known commit', async () => {
    const [version] = await registry.modelVersions(model);
    expect(version).toMatchObject({
      imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      toolchain: { commit: version!.codeCommit },
    });
    const { stdout } = await runBallast('reproduce', `${model}@1`, '--last', '--json');
    const { toolchain } = JSON.parse(stdout) as { toolchain: { image: string } };
    expect(toolchain.image.endsWith(`@${version!.imageDigest}`)).toBe(true);
  });

  it('says what does not exist', async () => {
    const { code, stderr } = await runBallast('reproduce', `${model}@999`);
    expect(code).toBe(3);
    expect(stderr).toContain('there is no such version');
  });
});
