import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { jobPlatformStatements } from './job-platform-statements.ts';
import { fetchNodeArchive, localNodeArchive } from './node-archive.ts';

/**
 * What a processing job needs to check a large upload: Node, DuckDB and the check as archives, and a role of its own. The role is
 * used by SageMaker, which puts files into the job and takes them out; the job itself has no network.
 */
export class LargeCheck extends Construct {
  readonly role: IRole;
  /** S3 URIs of the archives. */
  readonly archives: { readonly node: string; readonly duckdb: string; readonly worker: string };

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly build: string;
      readonly dataBucket: IBucket;
      /** Folder of DuckDB's layer: the same object serves the functions and the job. */
      readonly duckdbLayer: string;
      /** Folder of the check's bundle. */
      readonly worker: string;
      readonly twin: boolean;
    },
  ) {
    super(scope, id);
    const { build, dataBucket, twin } = props;
    const assets = {
      node: new Asset(this, 'node', {
        path: twin ? localNodeArchive(join(build, 'node')) : fetchNodeArchive(join(build, 'node')),
        displayName: 'Node for the check of large uploads',
      }),
      duckdb: new Asset(this, 'duckdb', {
        path: props.duckdbLayer,
        displayName: 'DuckDB for the check of large uploads',
      }),
      worker: new Asset(this, 'worker', { path: props.worker, displayName: 'Check of large uploads' }),
    };
    this.archives = {
      node: assets.node.s3ObjectUrl,
      duckdb: assets.duckdb.s3ObjectUrl,
      worker: assets.worker.s3ObjectUrl,
    };
    const logs = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group:/aws/sagemaker/ProcessingJobs*',
    });
    this.role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
      inlinePolicies: {
        access: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['s3:GetObject', 's3:GetObjectVersion'],
              resources: [
                ...['landing/*', 'staging/*', 'datasets/*'].map((path) => dataBucket.arnForObjects(path)),
                ...Object.values(assets).map(({ bucket, s3ObjectKey }) => bucket.arnForObjects(s3ObjectKey)),
              ],
            }),
            new PolicyStatement({
              actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
              resources: [dataBucket.arnForObjects('staging/*')],
            }),
            new PolicyStatement({
              actions: ['s3:ListBucket', 's3:GetBucketLocation'],
              resources: [dataBucket.bucketArn, assets.node.bucket.bucketArn],
            }),
            ...jobPlatformStatements(logs),
          ],
        }),
      },
    });
  }
}
