import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { EnvironmentVariable } from '../core/environment-variable.ts';
import type { DeployedModel } from '../core/registry/deployed-model.ts';
import type { EnvironmentSettings } from './environments.ts';

/** What every construct of the stack shares: made once by the foundation, changed by nobody. */
export interface System {
  readonly environment: EnvironmentSettings;
  readonly models: readonly DeployedModel[];
  readonly dataBucket: IBucket;
  readonly modelBucket: IBucket;
  readonly codeBucket: IBucket;
  readonly registry: ITableV2;
  /** Where every alarm goes; `page-owner` turns it into a page. */
  readonly alarmTopic: ITopic;
  ownerTopic(owner: string): ITopic;
  /** What failed for good: asynchronous calls and event deliveries. */
  readonly deadLetterQueue: IQueue;
  /** What SageMaker's jobs and endpoints may do. */
  readonly sagemakerRole: IRole;
  /** What the processing jobs that check large uploads may do. */
  readonly checkRole: IRole;
  readonly duckdbLayer: ILayerVersion;
  readonly variables: Readonly<Record<EnvironmentVariable, string>>;
  /** Folder with one bundle per function. */
  readonly bundles: string;
  /** Whether this is the local twin, and the grants that only its emulator needs. */
  readonly twin: boolean;
  readonly exceptions: readonly GrantException[];
}

/** An action whose grant the twin's emulator understands only on every resource and without a condition. */
export interface GrantException {
  readonly action: string;
  readonly reason: string;
}
