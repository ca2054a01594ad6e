import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { checkJobPrefix, stackName } from '../core/names.ts';
import { access as judgeAccess } from '../lambdas/judge-evaluation/access.ts';
import { env as judgeEnv } from '../lambdas/judge-evaluation/env.ts';
import { access as resumeAccess } from '../lambdas/resume-job/access.ts';
import { env as resumeEnv } from '../lambdas/resume-job/env.ts';
import { access as evaluationAccess } from '../lambdas/start-evaluation/access.ts';
import { env as evaluationEnv } from '../lambdas/start-evaluation/env.ts';
import { access as trainingAccess } from '../lambdas/start-training/access.ts';
import { env as trainingEnv } from '../lambdas/start-training/env.ts';
import { access as sweepAccess } from '../lambdas/sweep-jobs/access.ts';
import { env as sweepEnv } from '../lambdas/sweep-jobs/env.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

const ended = ['Completed', 'Failed', 'Stopped'];

/** Training and evaluation: SageMaker jobs that are started, waited for by a task token, and judged. */
export class Training extends Construct {
  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { system } = props;

    new BallastFunction(this, 'start-training', {
      system,
      access: trainingAccess,
      env: trainingEnv,
      timeout: Duration.minutes(1),
      description: "Starts a run's training job, or finds it finished",
    });
    new BallastFunction(this, 'start-evaluation', {
      system,
      access: evaluationAccess,
      env: evaluationEnv,
      memoryInMiB: 1024,
      timeout: Duration.minutes(10),
      description: 'Makes the artifact a SageMaker model and starts the batch transform over it',
    });
    new BallastFunction(this, 'judge-evaluation', {
      system,
      access: judgeAccess,
      env: judgeEnv,
      memoryInMiB: 3008,
      timeout: Duration.minutes(15),
      duckdb: true,
      description: "Scores the transform's answers, applies the gates, writes the drift baseline",
    });

    const resume = new BallastFunction(this, 'resume-job', {
      system,
      access: resumeAccess,
      env: resumeEnv,
      description: 'Releases the step that waits for a SageMaker job that has ended',
    });
    const ours = Match.prefix(`${stackName(system.environment.name)}-`);
    const stateChanges: Readonly<Record<string, EventPattern>> = {
      'training-job-ended': {
        detailType: ['SageMaker Training Job State Change'],
        detail: { TrainingJobName: ours, TrainingJobStatus: ended },
      },
      'transform-job-ended': {
        detailType: ['SageMaker Transform Job State Change'],
        detail: { TransformJobName: ours, TransformJobStatus: ended },
      },
    };
    for (const [name, pattern] of Object.entries(stateChanges)) {
      new Rule(this, name, {
        eventPattern: { source: ['aws.sagemaker'], ...pattern },
        targets: [new LambdaFunction(resume, { deadLetterQueue: system.deadLetterQueue })],
      });
    }

    const sweep = new BallastFunction(this, 'sweep-jobs', {
      system,
      access: sweepAccess,
      env: sweepEnv,
      timeout: Duration.minutes(2),
      description: 'Releases the steps whose state-change event was lost',
    });
    new Rule(this, 'sweep-schedule', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(sweep, { deadLetterQueue: system.deadLetterQueue })],
    });
    new Rule(this, 'check-job-ended', {
      description: 'The check of a large upload has ended: its receiver goes on',
      eventPattern: {
        source: ['aws.sagemaker'],
        detailType: ['SageMaker Processing Job State Change'],
        detail: {
          ProcessingJobName: Match.prefix(checkJobPrefix(system.environment.name)),
          ProcessingJobStatus: ended,
        },
      },
      targets: [new LambdaFunction(sweep, { deadLetterQueue: system.deadLetterQueue })],
    });
  }
}
