import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { eventDetailType, eventSource } from '../core/names.ts';
import { tracedKinds } from '../core/registry/lineage/traced-kinds.ts';
import { access as decideAccess } from '../lambdas/decide-approval/access.ts';
import { env as decideEnv } from '../lambdas/decide-approval/env.ts';
import { access as deliverAccess } from '../lambdas/deliver-lineage/access.ts';
import { env as deliverEnv } from '../lambdas/deliver-lineage/env.ts';
import { access as lineageAccess } from '../lambdas/record-lineage/access.ts';
import { env as lineageEnv } from '../lambdas/record-lineage/env.ts';
import { access as registerAccess } from '../lambdas/register-version/access.ts';
import { env as registerEnv } from '../lambdas/register-version/env.ts';
import { access as failureAccess } from '../lambdas/report-failure/access.ts';
import { env as failureEnv } from '../lambdas/report-failure/env.ts';
import { access as requestAccess } from '../lambdas/request-approval/access.ts';
import { env as requestEnv } from '../lambdas/request-approval/env.ts';
import { access as startAccess } from '../lambdas/start-release/access.ts';
import { env as startEnv } from '../lambdas/start-release/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import { ReleaseMachine } from './release-machine.ts';
import type { System } from './system.ts';

/** Releases: what starts them, the machine that carries them out, versions and who approves them. */
export class Registry extends Construct {
  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { system } = props;

    new ReleaseMachine(this, 'release', { system });

    const start = new BallastFunction(this, 'start-release', {
      system,
      access: startAccess,
      env: startEnv,
      memoryInMiB: 512,
      timeout: Duration.minutes(1),
      description: 'Starts the releases that new data, drift or a command make due',
    });
    const causes = {
      'new-data': eventDetailType.datasetVersionCreated,
      drift: eventDetailType.driftDetected,
    };
    for (const [name, detailType] of Object.entries(causes)) {
      new Rule(this, name, {
        eventPattern: { source: [eventSource], detailType: [detailType] },
        targets: [new LambdaFunction(start, { deadLetterQueue: system.deadLetterQueue })],
      });
    }

    new BallastFunction(this, 'register-version', {
      system,
      access: registerAccess,
      env: registerEnv,
      description: "Makes a run the model's next version",
    });
    new BallastFunction(this, 'request-approval', {
      system,
      access: requestAccess,
      env: requestEnv,
      description: 'Asks the owner whether a version is to be released',
    });
    new BallastFunction(this, 'decide-approval', {
      system,
      access: decideAccess,
      env: decideEnv,
      description: 'Records who approved or declined a version and why',
    });

    const lineage = new BallastFunction(this, 'record-lineage', {
      system,
      access: lineageAccess,
      env: lineageEnv,
      memoryInMiB: 512,
      timeout: Duration.minutes(2),
      description: 'Adds what the registry was told to the lineage graph, and tells it as OpenLineage events',
    });
    lineage.addEventSource(changesOf(system));
    if (system.environment.openLineageUrl !== undefined) {
      const deliver = new BallastFunction(this, 'deliver-lineage', {
        system,
        access: deliverAccess,
        env: deliverEnv,
        memoryInMiB: 512,
        timeout: Duration.minutes(2),
        description: 'Tells what the registry was told to an HTTP endpoint, as OpenLineage events',
      });
      deliver.addEventSource(changesOf(system));
    }

    const report = new BallastFunction(this, 'report-failure', {
      system,
      access: failureAccess,
      env: failureEnv,
      timeout: Duration.minutes(1),
      description: "Records which step of a release broke, with the end of the job's log",
    });
    new BallastAlarm(this, 'release-unreported', {
      system,
      metric: report.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** The registry's changes that lineage is made of. Each reader has its own place in them, and holds up no other. */
const changesOf = (system: System): DynamoEventSource =>
  new DynamoEventSource(system.registry, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    filters: [
      FilterCriteria.filter({ dynamodb: { NewImage: { kind: { S: FilterRule.or(...tracedKinds) } } } }),
    ],
    // Halved until what fails is alone, so that one bad record holds up no other for long.
    bisectBatchOnError: true,
    retryAttempts: 5,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(system.deadLetterQueue),
  });
