import { join } from 'node:path';
import { Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { uploadLimits } from '../core/contracts/upload-limits.ts';
import type { EnvironmentVariable } from '../core/environment-variable.ts';
import { machineName, stackName } from '../core/names.ts';
import type { DeployedModel } from '../core/registry/deployed-model.ts';
import { checkEndpoint } from '../core/registry/lineage/openlineage/check-endpoint.ts';
import type { ModelDefinition } from '../core/registry/model-definition.ts';
import { bundleCheckJob, bundleFunctions } from './bundle-functions.ts';
import { layOutDuckdbLayer } from './duckdb-layer.ts';
import type { EnvironmentSettings } from './environments.ts';
import { jobPlatformStatements } from './job-platform-statements.ts';
import { LargeCheck } from './large-check.ts';
import { packSource } from './pack-source.ts';
import { packageLockDigest } from './package-lock-digest.ts';
import type { GrantException, System } from './system.ts';
import { xgboostImage } from './xgboost-image.ts';

export interface FoundationProps {
  /** The checkout's root: where `lambdas/` and `models/` are. */
  readonly root: string;
  readonly environment: EnvironmentSettings;
  readonly models: readonly ModelDefinition[];
  /** Commit of the code that is deployed. */
  readonly codeCommit: string;
  readonly twin: boolean;
  readonly exceptions: readonly GrantException[];
}

/** What every part stands on: buckets, the registry's table, topics, the dead-letter queue, bundles. */
export class Foundation extends Construct {
  readonly system: System;

  constructor(scope: Construct, id: string, props: FoundationProps) {
    super(scope, id);
    const { environment, twin, root } = props;
    const build = join(root, '.build', twin ? 'twin' : 'aws');
    const removalPolicy = environment.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const dataBucket = this.#bucket('data', environment, twin, [
      // A data file that was given up can be brought back for so long.
      { prefix: 'datasets/', noncurrentDays: 30 },
      // A backfill may judge for seven days before it commits.
      { prefix: 'staging/', expiration: Duration.days(8) },
      { prefix: 'quarantine/', expiration: Duration.days(365) },
    ]);
    const modelBucket = this.#bucket('model', environment, twin, [
      { prefix: 'capture/', expiration: Duration.days(90) },
    ]);
    const registry = new TableV2(this, 'registry', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      // What was written is told from here: lineage can neither be forgotten by a writer nor hold it up.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: environment.retainData,
      removalPolicy,
    });

    const deadLetterQueue = new Queue(this, 'dead-letters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const alarmTopic = new Topic(this, 'alarms', { enforceSSL: true });
    alarmTopic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alarmTopic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    const ownerTopics = new Map<string, Topic>();
    for (const { owner } of props.models) {
      if (ownerTopics.has(owner.name)) continue;
      const topic = new Topic(this, `owner-${owner.name}`, {
        topicName: `${stackName(environment.name)}-owner-${owner.name}`,
        enforceSSL: true,
      });
      topic.addSubscription(new EmailSubscription(owner.email));
      ownerTopics.set(owner.name, topic);
    }

    const sagemakerRole = new Role(this, 'sagemaker', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
    });

    const code = props.models.map((definition) => {
      const packed = packSource(
        join(root, 'models', definition.name),
        join(build, 'source', definition.name, 'sourcedir.tar.gz'),
      );
      const asset = new Asset(this, `source-${definition.name}`, {
        path: packed.file,
        displayName: `source of ${definition.name}`,
      });
      return { definition, asset, digest: packed.digest };
    });
    const models: DeployedModel[] = code.map(({ definition, asset, digest }) => ({
      definition,
      code: { key: asset.s3ObjectKey, digest },
    }));
    const codeBucket: IBucket =
      code[0]?.asset.bucket ?? Bucket.fromBucketName(this, 'no-code', modelBucket.bucketName);

    sagemakerRole.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [
          modelBucket.arnForObjects('*'),
          ...code.map(({ asset }) => codeBucket.arnForObjects(asset.s3ObjectKey)),
        ],
      }),
    );
    sagemakerRole.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: ['artifacts/*', 'evaluation/*', 'capture/*', 'reproductions/*'].map((path) =>
          modelBucket.arnForObjects(path),
        ),
      }),
    );
    sagemakerRole.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket', 's3:GetBucketLocation'],
        resources: [modelBucket.bucketArn],
      }),
    );
    const jobLogs = Stack.of(this).formatArn({ service: 'logs', resource: 'log-group:/aws/sagemaker/*' });
    for (const statement of jobPlatformStatements(jobLogs)) sagemakerRole.addToPolicy(statement);

    const machineArn = (machine: 'release' | 'rollout' | 'backfill') =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: `stateMachine:${machineName(environment.name, machine)}`,
      });
    const platform = twin ? `${process.platform}-${process.arch}` : 'linux-x64';
    const duckdbLayer = layOutDuckdbLayer(root, join(build, 'duckdb-layer'), platform);
    const largeCheck = new LargeCheck(this, 'large-check', {
      ...{ build, dataBucket, duckdbLayer, twin },
      worker: bundleCheckJob(root, join(build, 'check-job')),
    });
    const variables: Record<EnvironmentVariable, string> = {
      BALLAST_ENV: environment.name,
      REGISTRY_TABLE: registry.tableName,
      DATA_BUCKET: dataBucket.bucketName,
      MODEL_BUCKET: modelBucket.bucketName,
      CODE_BUCKET: codeBucket.bucketName,
      RELEASE_MACHINE_ARN: machineArn('release'),
      ROLLOUT_MACHINE_ARN: machineArn('rollout'),
      BACKFILL_MACHINE_ARN: machineArn('backfill'),
      SAGEMAKER_ROLE_ARN: sagemakerRole.roleArn,
      OWNER_TOPIC_ARN_PREFIX: Stack.of(this).formatArn({
        service: 'sns',
        resource: `${stackName(environment.name)}-owner-`,
      }),
      XGBOOST_IMAGE: xgboostImage(this),
      CODE_COMMIT: props.codeCommit,
      LARGE_UPLOAD_BYTES: String(uploadLimits.bytes),
      CHECK_ROLE_ARN: largeCheck.role.roleArn,
      CHECK_INSTANCE_TYPE: environment.largeCheckInstance,
      CHECK_NODE_URI: largeCheck.archives.node,
      CHECK_DUCKDB_URI: largeCheck.archives.duckdb,
      CHECK_WORKER_URI: largeCheck.archives.worker,
      PACKAGE_LOCK_DIGEST: packageLockDigest(root),
      OPENLINEAGE_URL:
        environment.openLineageUrl === undefined ? 'none' : checkEndpoint(environment.openLineageUrl),
      ROLLOUT_TIME_SCALE: String(environment.rolloutTimeScale),
    };

    this.system = {
      environment,
      models,
      dataBucket,
      modelBucket,
      codeBucket,
      registry,
      alarmTopic,
      ownerTopic: (owner) => {
        const topic = ownerTopics.get(owner);
        if (topic === undefined)
          throw new Error(`Cannot find a topic for owner '${owner}': no model names it`);
        return topic;
      },
      deadLetterQueue,
      sagemakerRole,
      checkRole: largeCheck.role,
      duckdbLayer: new LayerVersion(this, 'duckdb', {
        code: Code.fromAsset(duckdbLayer),
        description: `DuckDB for Node on ${platform}`,
      }),
      variables,
      bundles: bundleFunctions(root, join(build, 'functions'), models),
      twin,
      exceptions: props.exceptions,
    };

    const outputs = {
      Environment: environment.name,
      RegistryTable: registry.tableName,
      DataBucket: dataBucket.bucketName,
      ModelBucket: modelBucket.bucketName,
    };
    for (const [key, value] of Object.entries(outputs)) new CfnOutput(Stack.of(this), key, { value });
  }

  #bucket(
    id: string,
    environment: EnvironmentSettings,
    twin: boolean,
    expiring: readonly {
      readonly prefix: string;
      readonly expiration?: Duration;
      readonly noncurrentDays?: number;
    }[],
  ): Bucket {
    const bucket = new Bucket(this, id, {
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: environment.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // The twin's emulator cannot run the function that empties them; it goes with its folder.
      autoDeleteObjects: !environment.retainData && !twin,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...expiring.map(({ prefix, expiration, noncurrentDays }) => ({
          prefix,
          expiration,
          noncurrentVersionExpiration: Duration.days(noncurrentDays ?? 7),
        })),
      ],
    });
    // The bucket's own property: CDK's way adds a function that only sets it.
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );
    return bucket;
  }
}
