import { describe, expect, it } from 'vitest';
import { versionRecord } from '../../../core/registry/version-record.ts';
import { compareInputs, toolchainDifferences } from '../../../core/training/compare-inputs.ts';
import { explainDifferences } from '../../../core/training/explain-differences.ts';
import { newReproduction, reproductionId } from '../../../core/training/new-reproduction.ts';
import { runPlaces } from '../../../core/training/run-places.ts';
import { trainingJobName } from '../../../core/training/training-job-request.ts';
import { judgedRun } from './judged-run.ts';

const record = versionRecord(judgedRun, {
  version: 1,
  owner: 'o',
  image: 'image:1',
  now: new Date('2013-05-01T00:00:00Z'),
});

describe('compareInputs', () => {
  it('is identical where the record says what the run used', () => {
    expect(compareInputs(record, judgedRun, 'd1')).toMatchObject({
      artifact: 'inputs',
      verdict: 'identical',
    });
  });

  it.each([
    ['a hyperparameter', { ...record, hyperparameters: { max_depth: 9 } }, 'hyperparameters.max_depth 6 → 9'],
    ['the seed', { ...record, seed: 8 }, 'seed 7 → 8'],
    ['the code', { ...record, codeDigest: 'c2' }, 'codeDigest "c1" → "c2"'],
    ['a dataset version', { ...record, datasets: { flights: 3, weather: 1 } }, 'datasets.weather 2 → 1'],
    ['one that was taken away', { ...record, hyperparameters: {} }, 'hyperparameters.max_depth 6 → null'],
  ])('names %s that was changed in the record', (_what, tampered, difference) => {
    const compared = compareInputs(tampered, judgedRun, 'd1');
    expect(compared.verdict).toBe('differs');
    expect(compared.detail).toContain(difference);
  });

  it('names a training set of other inputs', () => {
    expect(compareInputs(record, judgedRun, 'd2')).toMatchObject({ verdict: 'differs' });
  });

  it('says what it could not compare', () => {
    expect(compareInputs(record, null, 'd1').detail).toContain('was not compared');
  });
});

describe('explainDifferences', () => {
  const at = (
    artifact: 'inputs' | 'training set' | 'model' | 'metrics',
    verdict: 'identical' | 'equal-within-tolerance' | 'differs',
  ) => ({
    artifact,
    verdict,
    detail: '',
    reasons: [],
  });

  it('lets each difference follow from the first one before it', () => {
    const explained = explainDifferences(
      [
        at('metrics', 'differs'),
        at('model', 'differs'),
        at('training set', 'identical'),
        at('inputs', 'differs'),
      ],
      ['duckdb "1" → "2"'],
    );
    expect(explained.map(({ artifact, reasons }) => [artifact, reasons])).toEqual([
      ['inputs', []],
      ['training set', []],
      ['model', ['follows from the inputs']],
      ['metrics', ['follows from the inputs']],
    ]);
  });

  it('lets a model follow from a training set that is only nearly the same', () => {
    const explained = explainDifferences(
      [at('inputs', 'identical'), at('training set', 'equal-within-tolerance'), at('model', 'differs')],
      [],
    );
    expect(explained[2]?.reasons).toEqual(['follows from the training set']);
  });

  it('blames the programs where the inputs are the same, and nothing where they are too', () => {
    const inputs = [at('inputs', 'identical'), at('model', 'differs')];
    expect(explainDifferences(inputs, ['duckdb "1" → "2"'])[1]?.reasons).toEqual(['duckdb "1" → "2"']);
    expect(explainDifferences(inputs, [])[1]?.reasons[0]).toContain('no recorded input or program differs');
  });
});

describe('toolchainDifferences', () => {
  it('names each program and package of another version, and skips what was not recorded', () => {
    const toolchain = { node: '22.1.0', duckdb: 'v1.5.5', python: { python: '3.11', xgboost: '3.1.0' } };
    expect(
      toolchainDifferences(
        { ...record, toolchain },
        { node: '22.1.0', duckdb: 'v1.5.6', image: 'i', python: { python: '3.11', xgboost: '3.2.0' } },
      ),
    ).toEqual(['duckdb "v1.5.5" → "v1.5.6"', 'python.xgboost "3.1.0" → "3.2.0"']);
    expect(toolchainDifferences(record, {})).toEqual(['the toolchain of the version was not recorded']);
  });

  it("names Ballast's own code, which builds the features", () => {
    const built = { ...record, toolchain: { commit: 'c1' } };
    expect(toolchainDifferences(built, { commit: 'c1' })).toEqual([]);
    expect(toolchainDifferences(built, { commit: 'c2' })).toEqual(['Ballast\'s commit "c1" → "c2"']);
    // Versions from before it was recorded were built by the code that was deployed when their release began.
    expect(toolchainDifferences({ ...record, toolchain: {} }, { commit: 'c2' })).toEqual([
      'Ballast\'s commit "abc" → "c2"',
    ]);
  });

  it('takes an image that is asked for by its recorded digest for the image of then', () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const pulled = { ...record, imageDigest: digest, toolchain: { image: 'r.io:443/xgboost:3.0-5' } };
    const now = (image: string) => toolchainDifferences(pulled, { image });
    expect(now(`r.io:443/xgboost@${digest}`)).toEqual([]);
    // The reproduction began before the digest was known.
    expect(now('r.io:443/xgboost:3.0-5')).toEqual([]);
    expect(now(`r.io:443/xgboost@sha256:${'2'.repeat(64)}`)).toEqual([
      `image "r.io:443/xgboost@${digest}" → "r.io:443/xgboost@sha256:${'2'.repeat(64)}"`,
    ]);
    expect(now('r.io:443/xgboost:3.0-6')).toEqual([
      'image "r.io:443/xgboost:3.0-5" → "r.io:443/xgboost:3.0-6"',
    ]);
  });
});

describe('a reproduction', () => {
  const runId = reproductionId('flight-delay', 1, 'request-1');
  const definition = { training: { instanceType: 'ml.m5.large' } } as never;
  const run = newReproduction({
    record,
    definition,
    runId,
    by: 'someone',
    codeUri: 's3://models/reproductions/x/code/sourcedir.tar.gz',
    now: new Date('2013-06-01T00:00:00Z'),
  });

  it('keeps everything below a prefix of its own', () => {
    const { trainingSet, artifact, evaluation, baseline } = runPlaces(run);
    for (const place of [trainingSet('d1'), artifact, evaluation, baseline]) {
      expect(place.startsWith(`reproductions/${runId}/`)).toBe(true);
    }
    expect(runPlaces(judgedRun).artifact).toBe('artifacts/flight-delay/');
  });

  it('asks for the image by its digest where that is known', () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const request = { definition, runId, by: 'someone', codeUri: 's3://c', now: new Date() };
    expect(newReproduction({ ...request, record }).reproduces?.image).toBe('image:1');
    expect(
      newReproduction({ ...request, record: { ...record, imageDigest: digest } }).reproduces?.image,
    ).toBe(`image@${digest}`);
  });

  it('takes the version at its word, and trains in a job that no release would find', () => {
    expect(run).toMatchObject({ hyperparameters: { max_depth: 6 }, seed: 7, codeDigest: 'c1' });
    const place = {
      modelBucket: 'models',
      image: 'image:1',
      region: 'r',
      training: { instanceType: 'ml.m5.large', maximumRuntime: { hours: 1 } },
    };
    const made = { ...run, trainingSet: judgedRun.trainingSet! };
    expect(trainingJobName(made, place, 1)).not.toBe(trainingJobName(judgedRun, place, 1));
  });
});
