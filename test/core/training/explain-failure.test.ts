import { expect, it } from 'vitest';
import { explainFailure } from '../../../core/training/explain-failure.ts';
import { jobAnswer } from '../../../core/training/job-answer.ts';

it('names the job that ended badly, as the waiting step was told', () => {
  const answer = jobAnswer(
    { waitsFor: 'training-job', name: 'ballast-dev-m-1' },
    { state: 'failed', reason: 'AlgorithmError: ValueError: no rows, exit code: 1' },
  );
  if (answer?.kind !== 'failure') throw new Error('expected a failure');
  expect(explainFailure({ Error: answer.error, Cause: answer.cause })).toEqual({
    reason: 'training job ballast-dev-m-1 failed: AlgorithmError: ValueError: no rows, exit code: 1',
    job: {
      kind: 'training-job',
      job: 'ballast-dev-m-1',
      reason: 'AlgorithmError: ValueError: no rows, exit code: 1',
    },
  });
});

it('is one line, whatever the source', () => {
  const Cause = JSON.stringify({ kind: 'transform-job', job: 'j', reason: 'AlgorithmError:\n  ValueError' });
  expect(explainFailure({ Error: 'JobFailed', Cause }).reason).toBe(
    'batch transform j failed: AlgorithmError: ValueError',
  );
});

it("finds a function's own message in Lambda's JSON", () => {
  const Cause = JSON.stringify({ errorType: 'Error', errorMessage: 'Cannot judge holdout', trace: ['at x'] });
  expect(explainFailure({ Error: 'Error', Cause })).toEqual({
    reason: 'Error: Cannot judge holdout',
    job: null,
  });
});

it.each([
  [{ Error: 'States.Timeout', Cause: '' }, 'nothing happened before its time was up'],
  [
    { Error: 'Lambda.Unknown', Cause: 'The Lambda function returned no answer' },
    'Lambda.Unknown: The Lambda',
  ],
  [{ Error: 'JobFailed', Cause: 'not JSON' }, 'JobFailed: not JSON'],
  [{ Error: 'JobFailed', Cause: '[1]' }, 'JobFailed: [1]'],
  [{ Error: 'Odd', Cause: '' }, 'Odd'],
])('keeps the words of %j', (error, reason) => {
  const explained = explainFailure(error);
  expect(explained.reason).toContain(reason);
  expect(explained.job).toBeNull();
});
