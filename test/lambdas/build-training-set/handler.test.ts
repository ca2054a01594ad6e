import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { datasetVersionKey, runKey } from '../../../core/registry/keys.ts';
import type { RunRecord } from '../../../core/registry/records.ts';
import model from '../../../models/flight-delay/model.ts';
import { copyFiles } from '../copy-files.ts';
import { deployModel } from '../deploy-model.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
const held = vi.hoisted(() => ({ fetched: [] as string[] }));
const aws = (): MemoryAws => current.aws;
const data = join(import.meta.dirname, '../../../models/flight-delay/data');
const files: Record<string, string[]> = {
  flights: ['01', '02', '03'].map((month) => join(data, `flights-2013-${month}.parquet`)),
  weather: [join(data, 'weather.parquet')],
};

vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/update-record.ts', adapter('updateRecord'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/put-text.ts', adapter('putText'));
vi.mock('../../../adapters/s3/put-text-if-absent.ts', adapter('putTextIfAbsent'));
vi.mock('../../../adapters/s3/put-file.ts', adapter('putFile'));
vi.mock('../../../adapters/s3/head-object.ts', adapter('headObject'));
vi.mock('../../../adapters/datasets/fetch-version.ts', () => ({
  fetchVersion: async (asked: { dataset: string; version: number; directory: string }) => {
    held.fetched.push(`${asked.dataset}@${asked.version}`);
    return { record: {}, files: copyFiles(files[asked.dataset]!, asked.directory) };
  },
}));

deployModel(model, { CODE_COMMIT: 'c0ffee', PACKAGE_LOCK_DIGEST: 'lock' });
const { handler } = await import('../../../lambdas/build-training-set/handler.ts');

const hasRun = (runId: string, change: Partial<RunRecord> = {}): void =>
  aws().put(runKey('flight-delay', runId), {
    ...{ kind: 'run', model: 'flight-delay', runId, datasets: { flights: 3, weather: 1 } },
    ...change,
  });
const run = (runId: string): RunRecord => aws().get<RunRecord>(runKey('flight-delay', runId))!;
const build = (runId: string) => handler({ model: 'flight-delay', runId });
const keys = (prefix: string) =>
  aws()
    .keys('models', prefix)
    .map(({ key }) => key.slice(prefix.length));

beforeEach(() => {
  current.aws = new MemoryAws();
  held.fetched = [];
  aws().put(datasetVersionKey('flights', 3), { digest: 'f3' });
  aws().put(datasetVersionKey('weather', 1), { digest: 'w1' });
});

describe('build-training-set', () => {
  it('builds a set once, from the versions that the run names, and tells the run where it is and what made it', async () => {
    hasRun('r1');
    const { digest } = await build('r1');
    expect(held.fetched.sort()).toEqual(['flights@3', 'weather@1']);
    const prefix = `training/flight-delay/${digest}/`;
    expect(keys(prefix)).toEqual([
      'definition.json',
      ...[
        'evaluate/holdout.jsonl',
        'evaluate/validation.jsonl',
        'schema/features.json',
        'train/data.parquet',
      ],
      ...['training-set.json', 'truth/holdout.parquet', 'truth/train.parquet', 'truth/validation.parquet'],
      'validation/data.parquet',
    ]);
    expect(JSON.parse(aws().object('models', `${prefix}definition.json`).toString())).toEqual(
      JSON.parse(JSON.stringify(model)),
    );
    const { trainingSet, toolchain, step } = run('r1');
    expect(step).toBe('features');
    expect(trainingSet).toMatchObject({ prefix, digest });
    expect(trainingSet!.rows.train).toBeGreaterThan(40_000);
    expect(toolchain).toMatchObject({ packageLock: 'lock', node: process.versions.node });

    // The same inputs, asked for by another run.
    hasRun('r2');
    expect(await build('r2')).toEqual({ digest });
    expect(held.fetched).toHaveLength(2);
    expect(run('r2').trainingSet).toEqual(trainingSet);

    // A reproduction makes all of it again, below a prefix of its own.
    hasRun('reproduction_1', { reproduces: { definition: model } as RunRecord['reproduces'] & object });
    expect(await build('reproduction_1')).toEqual({ digest });
    expect(held.fetched).toHaveLength(4);
    const again = `reproductions/reproduction_1/training/${digest}/`;
    expect(run('reproduction_1').trainingSet).toEqual({ ...trainingSet, prefix: again });
    const [first, second] = [prefix, again].map((at) => aws().object('models', `${at}train/data.parquet`));
    expect(first!.equals(second!)).toBe(true);
  }, 120_000);

  it('builds anew where the marker is missing: what is there may be half a set', async () => {
    hasRun('r1');
    const { digest } = await build('r1');
    aws().objects.delete(`models/training/flight-delay/${digest}/training-set.json`);
    await build('r1');
    expect(held.fetched).toHaveLength(4);
    expect(keys(`training/flight-delay/${digest}/`)).toContain('training-set.json');
  }, 120_000);

  it('refuses a run whose dataset versions it does not know', async () => {
    hasRun('r1', { datasets: { flights: 4, weather: 1 } });
    await expect(build('r1')).rejects.toThrow("run 'r1': the registry has no version 4 of dataset 'flights'");
    hasRun('r2', { datasets: { flights: 3 } });
    await expect(build('r2')).rejects.toThrow("run 'r2': it names no version of dataset 'weather'");
    // What a reproduction must name is what its version was made from, whatever the model reads today.
    const definition = { ...model, contracts: [{ ...model.contracts[0]!, dataset: 'planes' }] };
    hasRun('reproduction_1', { reproduces: { definition } as RunRecord['reproduces'] & object });
    await expect(build('reproduction_1')).rejects.toThrow("it names no version of dataset 'planes'");
  });
});
