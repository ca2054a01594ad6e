import { expect, it } from 'vitest';
import { versionRecord } from '../../../core/registry/version-record.ts';
import { judgedRun } from '../training/judged-run.ts';

const request = {
  version: 4,
  owner: 'flight-operations',
  image: 'image',
  now: new Date('2013-04-01T01:00:00Z'),
};

it('holds everything that is needed to make the model again', () => {
  expect(versionRecord(judgedRun, request)).toEqual({
    kind: 'model-version',
    model: 'flight-delay',
    version: 4,
    runId: 'run-1',
    owner: 'flight-operations',
    environment: 'dev',
    cause: judgedRun.cause,
    datasets: { flights: 3, weather: 2 },
    trainingSet: judgedRun.trainingSet,
    trainingJob: 'job-1',
    artifact: judgedRun.artifact,
    codeUri: 's3://code/a.tar.gz',
    codeDigest: 'c1',
    codeCommit: 'abc',
    image: 'image',
    hyperparameters: { max_depth: 6 },
    seed: 7,
    evaluation: judgedRun.evaluation,
    sagemakerModel: 'model-1',
    registeredAt: '2013-04-01T01:00:00.000Z',
    approval: { status: 'pending' },
  });
});

it.each(['trainingSet', 'trainingJob', 'artifact', 'sagemakerModel', 'evaluation'] as const)(
  'refuses a run without %s',
  (member) => {
    expect(() => versionRecord({ ...judgedRun, [member]: undefined }, request)).toThrow(
      `Cannot register run 'run-1': it has recorded no ${member}`,
    );
  },
);

it('refuses a run that did not pass its gates', () => {
  const evaluation = { ...judgedRun.evaluation!, passed: false };
  expect(() => versionRecord({ ...judgedRun, evaluation }, request)).toThrow('did not pass the gates');
});
