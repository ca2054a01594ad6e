import { Aws, Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { beginningOf } from '../core/beginning-of.ts';
import { checkTime } from '../core/contracts/check-time.ts';
import { hiveType } from '../core/datasets/hive-type.ts';
import { dataPrefix, stackName } from '../core/names.ts';
import { access } from '../lambdas/receive-upload/access.ts';
import { env } from '../lambdas/receive-upload/env.ts';
import { BackfillMachine } from './backfill-machine.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/**
 * Uploads become dataset versions: S3's events of the landing zone, the function that receives them, and a catalog by
 * which Athena and Spark find each dataset's Delta table.
 */
export class Datasets extends Construct {
  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { system } = props;
    const receive = new BallastFunction(this, 'receive-upload', {
      system,
      access,
      env,
      memoryInMiB: 512,
      // Two checks, and the commit; Lambda's own limit.
      timeout: Duration.minutes(checkTime.callerMinutes),
      // A flood waits in the function's queue rather than fail.
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
    // The queue keeps an event for six hours, then gives it up to the dead letters: half an hour leaves time to act.
    new BallastAlarm(this, 'upload-backlog', {
      system,
      metric: receive.metric('AsyncEventAge', {
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(5),
        unit: Unit.MILLISECONDS,
      }),
      threshold: Duration.minutes(30).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Nothing waits where nothing is uploaded.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    new BackfillMachine(this, 'backfill', { system });
    this.#catalog(system);
  }

  /** One database, and a table per dataset, whichever models read it. */
  #catalog(system: System): void {
    const name = (text: string): string => text.replaceAll('-', '_');
    const database = new CfnDatabase(this, 'catalog', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: {
        name: name(stackName(system.environment.name)),
        description: `Datasets of ${stackName(system.environment.name)}`,
      },
    });
    const contracts = new Map(
      system.models
        .flatMap(({ definition }) => definition.contracts)
        .map((contract) => [contract.dataset, contract]),
    );
    for (const contract of contracts.values()) {
      const table = new CfnTable(this, `table-${contract.dataset}`, {
        catalogId: Aws.ACCOUNT_ID,
        databaseName: name(stackName(system.environment.name)),
        tableInput: {
          name: name(contract.dataset),
          description: contract.description,
          tableType: 'EXTERNAL_TABLE',
          // Readers take files and columns from the Delta log; the columns here are for those who look at the catalog.
          parameters: {
            EXTERNAL: 'TRUE',
            table_type: 'DELTA',
            classification: 'delta',
            'spark.sql.sources.provider': 'delta',
          },
          storageDescriptor: {
            location: `s3://${system.dataBucket.bucketName}/${dataPrefix.table(contract.dataset)}`,
            columns: contract.columns.map((column) => ({
              name: column.name,
              type: hiveType[column.type],
              comment: beginningOf(column.description, 255),
            })),
            inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat',
            outputFormat: 'org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat',
            serdeInfo: {
              serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
              parameters: {
                path: `s3://${system.dataBucket.bucketName}/${dataPrefix.table(contract.dataset)}`,
                'serialization.format': '1',
              },
            },
          },
        },
      });
      table.addResourceDependency(database);
    }
  }
}
