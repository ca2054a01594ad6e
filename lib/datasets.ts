import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { access } from '../lambdas/receive-upload/access.ts';
import { env } from '../lambdas/receive-upload/env.ts';
import { BackfillMachine } from './backfill-machine.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** Uploads become dataset versions: S3's events of the landing zone, and the function that receives them. */
export class Datasets extends Construct {
  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { system } = props;
    const receive = new BallastFunction(this, 'receive-upload', {
      system,
      access,
      env,
      memoryInMiB: 512,
      // Two checks of five minutes each, and the commit.
      timeout: Duration.minutes(15),
      // As many as may be checked at once: a flood waits in the function's queue rather than fail.
      reservedConcurrency: system.environment.uploadsAtOnce,
      description: 'Turns an upload into a dataset version, or records why not',
    });
    new Rule(this, 'object-created', {
      description: 'An object was created in the landing zone',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [system.dataBucket.bucketName] },
          object: { key: Match.prefix('landing/') },
        },
      },
      targets: [new LambdaFunction(receive, { deadLetterQueue: system.deadLetterQueue })],
    });
    new BackfillMachine(this, 'backfill', { system });
  }
}
