import { describe, expect, it } from 'vitest';
import { scriptHyperparameters } from '../../../local/sagemaker/hyperparameters.ts';

describe('scriptHyperparameters', () => {
  it('passes them as SageMaker’s training toolkit does: sorted, unquoted, its own left out', () => {
    expect(
      scriptHyperparameters({
        max_depth: '6',
        eta: '0.10',
        objective: '"binary:logistic"',
        name: 'plain',
        flag: 'true',
        n: '3',
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: 's3://bucket/sourcedir.tar.gz',
      }),
    ).toEqual({
      values: { eta: 0.1, flag: true, max_depth: 6, n: 3, name: 'plain', objective: 'binary:logistic' },
      args: [
        ...['--eta', '0.10', '--flag', 'True', '--max_depth', '6', '-n', '3'],
        ...['--name', 'plain', '--objective', 'binary:logistic'],
      ],
      sagemaker: {
        sagemaker_program: 'train.py',
        sagemaker_submit_directory: 's3://bucket/sourcedir.tar.gz',
      },
    });
  });
});
