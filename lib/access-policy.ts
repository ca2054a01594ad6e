import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Access } from '../core/access.ts';
import { checkJobPrefix, functionName, machineName, metricNamespace, stackName } from '../core/names.ts';
import type { System } from './system.ts';

/** The IAM statements that grant exactly what a function's `access.ts` lists. */
export function accessPolicy(scope: Construct, system: System, access: readonly Access[]): PolicyStatement[] {
  return access.map((entry) => {
    const everywhere = entry.actions.some((action) =>
      system.exceptions.some((exception) => exception.action === action),
    );
    return new PolicyStatement({
      actions: [...entry.actions],
      resources: everywhere ? ['*'] : resourceArns(scope, system, entry),
      ...(everywhere ? {} : conditions(entry)),
    });
  });
}

function conditions({ resource, actions }: Access) {
  if (resource === 'metrics' && actions.includes('cloudwatch:PutMetricData')) {
    return { conditions: { StringEquals: { 'cloudwatch:namespace': metricNamespace } } };
  }
  if (resource === 'sagemaker-role' || resource === 'check-role') {
    return { conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } };
  }
  return {};
}

function resourceArns(scope: Construct, system: System, { resource, path }: Access): string[] {
  const stack = Stack.of(scope);
  const environment = system.environment.name;
  const prefix = stackName(environment);
  const arn = (service: string, type: string, name: string, separator: '/' | ':' = '/') =>
    stack.formatArn({ service, resource: `${type}${separator}${name}` });
  const bucket = (arnOfBucket: string) => [path === undefined ? arnOfBucket : `${arnOfBucket}/${path}`];
  switch (resource) {
    case 'data-bucket':
      return bucket(system.dataBucket.bucketArn);
    case 'model-bucket':
      return bucket(system.modelBucket.bucketArn);
    case 'code-bucket':
      return bucket(system.codeBucket.bucketArn);
    case 'registry':
      return [system.registry.tableArn];
    case 'registry-stream':
      return [system.registry.tableStreamArn!];
    case 'event-bus':
      return [arn('events', 'event-bus', 'default')];
    case 'metrics':
    case 'sagemaker-lists':
      return ['*'];
    case 'owner-topics':
      return [stack.formatArn({ service: 'sns', resource: `${prefix}-owner-*` })];
    case 'release-machine':
      return [arn('states', 'stateMachine', machineName(environment, 'release'), ':')];
    case 'rollout-machine':
      return [arn('states', 'stateMachine', machineName(environment, 'rollout'), ':')];
    case 'backfill-machine':
      return [arn('states', 'stateMachine', machineName(environment, 'backfill'), ':')];
    case 'executions':
      return (['release', 'rollout', 'backfill'] as const).flatMap((machine) => [
        arn('states', 'stateMachine', machineName(environment, machine), ':'),
        arn('states', 'execution', `${machineName(environment, machine)}:*`, ':'),
      ]);
    case 'training-jobs':
      return [arn('sagemaker', 'training-job', `${prefix}-*`)];
    case 'check-jobs':
      return [arn('sagemaker', 'processing-job', `${checkJobPrefix(environment)}*`)];
    case 'check-role':
      return [system.checkRole.roleArn];
    case 'transform-jobs':
      return [arn('sagemaker', 'transform-job', `${prefix}-*`)];
    case 'sagemaker-models':
      return [arn('sagemaker', 'model', `${prefix}-*`)];
    case 'endpoints':
      return [arn('sagemaker', 'endpoint', `${prefix}-*`)];
    case 'endpoint-configs':
      return [arn('sagemaker', 'endpoint-config', `${prefix}-*`)];
    case 'sagemaker-role':
      return [system.sagemakerRole.roleArn];
    case 'sagemaker-logs':
      return [arn('logs', 'log-group', '/aws/sagemaker/*', ':')];
    default:
      return [arn('lambda', 'function', functionName(environment, resource.slice('function:'.length)), ':')];
  }
}
