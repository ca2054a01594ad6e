import { describe, expect, it } from 'vitest';
import { artifactKey } from '../../../core/training/artifact-location.ts';
import { scriptHyperparameters } from '../../../core/training/script-hyperparameters.ts';
import { trainingJobName, trainingJobRequest } from '../../../core/training/training-job-request.ts';
import {
  sagemakerModelName,
  transformJobName,
  transformJobRequest,
} from '../../../core/training/transform-job-request.ts';
import { judgedRun } from './judged-run.ts';

const place = {
  modelBucket: 'models',
  image: '1.dkr.ecr/sagemaker-xgboost:3.0-5',
  region: 'eu-central-1',
  training: { instanceType: 'ml.m5.large', maximumRuntime: { minutes: 30 } },
};

describe('the training job', () => {
  it('reads its channels below the training set, writes below the model, and stops in time', () => {
    const request = trainingJobRequest(judgedRun, place, 'job');
    expect(request.channels).toEqual({
      train: 's3://models/training/flight-delay/d1/train/',
      validation: 's3://models/training/flight-delay/d1/validation/',
      schema: 's3://models/training/flight-delay/d1/schema/',
    });
    expect(request.output).toBe('s3://models/artifacts/flight-delay/');
    expect(request.maximumRuntimeInSeconds).toBe(1800);
  });

  it('has another name for all that would give another model, and the same for all else', () => {
    const name = trainingJobName(judgedRun, place, 1);
    const trainingSet = judgedRun.trainingSet!;
    const changes = [
      trainingJobName({ ...judgedRun, trainingSet: { ...trainingSet, digest: 'd2' } }, place, 1),
      trainingJobName({ ...judgedRun, codeDigest: 'c2' }, place, 1),
      trainingJobName({ ...judgedRun, hyperparameters: { max_depth: 7 } }, place, 1),
      trainingJobName({ ...judgedRun, seed: 8 }, place, 1),
      trainingJobName(judgedRun, { ...place, image: 'other' }, 1),
      trainingJobName(
        judgedRun,
        { ...place, training: { ...place.training, instanceType: 'ml.m5.xlarge' } },
        1,
      ),
      trainingJobName(judgedRun, place, 2),
    ];
    expect(new Set([name, ...changes]).size).toBe(8);
    expect(trainingJobName({ ...judgedRun, runId: 'other', startedAt: 'later' }, place, 1)).toBe(name);
  });

  it('needs a training set', () => {
    expect(() => trainingJobRequest({ ...judgedRun, trainingSet: undefined }, place, 'job')).toThrow(
      "Cannot go on with run 'run-1': it has no training set",
    );
  });
});

describe('the hyperparameters', () => {
  const request = {
    hyperparameters: { max_depth: 6, objective: 'binary:logistic' },
    seed: 7,
    codeUri: 's3://code/a.tar.gz',
    region: 'eu-central-1',
    jobName: 'job',
  };

  it('are JSON in strings, as the SageMaker SDK sends them', () => {
    expect(scriptHyperparameters(request)).toEqual({
      max_depth: '6',
      objective: '"binary:logistic"',
      seed: '7',
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: '"s3://code/a.tar.gz"',
      sagemaker_container_log_level: '20',
      sagemaker_job_name: '"job"',
      sagemaker_region: '"eu-central-1"',
    });
  });

  it.each(['seed', 'sagemaker_program'])('may not be called %s', (name) => {
    expect(() => scriptHyperparameters({ ...request, hyperparameters: { [name]: 1 } })).toThrow(
      `Cannot train with hyperparameter '${name}'`,
    );
  });
});

describe('the evaluation', () => {
  it('has a model per artifact and code, and a transform per run', () => {
    const model = sagemakerModelName(judgedRun, judgedRun.artifact!, 'image');
    expect(sagemakerModelName({ ...judgedRun, runId: 'other' }, judgedRun.artifact!, 'image')).toBe(model);
    expect(sagemakerModelName({ ...judgedRun, codeDigest: 'c2' }, judgedRun.artifact!, 'image')).not.toBe(
      model,
    );
    expect(transformJobName({ ...judgedRun, runId: 'other' }, model, 1)).not.toBe(
      transformJobName(judgedRun, model, 1),
    );
  });

  it('reads what the training set holds back and writes to the run', () => {
    const names = { name: 'transform', modelName: 'model' };
    const request = transformJobRequest(
      judgedRun,
      { modelBucket: 'models', instanceType: 'ml.m5.large' },
      names,
    );
    expect(request.input).toBe('s3://models/training/flight-delay/d1/evaluate/');
    expect(request.output).toBe('s3://models/evaluation/flight-delay/run-1/');
  });
});

describe('the artifact', () => {
  it('is taken from below the model', () => {
    expect(artifactKey('s3://models/artifacts/m/job/output/model.tar.gz', 'models', 'artifacts/m/')).toBe(
      'artifacts/m/job/output/model.tar.gz',
    );
  });

  it.each([
    undefined,
    's3://foreign/artifacts/m/model.tar.gz',
    's3://models/artifacts/other/model.tar.gz',
    's3://models/artifacts/m/../other/model.tar.gz',
    'https://models/artifacts/m/model.tar.gz',
  ])('is not taken from %s', (uri) => {
    expect(() => artifactKey(uri, 'models', 'artifacts/m/')).toThrow(
      'expected one below s3://models/artifacts/m/',
    );
  });
});
