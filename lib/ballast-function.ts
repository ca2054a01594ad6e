import { join } from 'node:path';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Access } from '../core/access.ts';
import type { EnvironmentVariable } from '../core/environment-variable.ts';
import { functionName } from '../core/names.ts';
import { accessPolicy } from './access-policy.ts';
import type { System } from './system.ts';

export interface BallastFunctionProps {
  readonly system: System;
  /** The AWS calls it may make: its role, and nothing else is. */
  readonly access: readonly Access[];
  /** The environment variables that it is given. */
  readonly env: readonly EnvironmentVariable[];
  readonly memoryInMiB?: number;
  readonly timeout?: Duration;
  /** Whether it uses DuckDB, whose native binding comes as a layer. */
  readonly duckdb?: boolean;
  /** Disk of a function that uses DuckDB, GiB; 4 where it is not said, 10 at most. */
  readonly diskInGiB?: number;
  readonly reservedConcurrency?: number;
  readonly description?: string;
}

/** One function of `lambdas/<name>/`, with a role of its own made from its `access.ts`. */
export class BallastFunction extends LambdaFunction {
  constructor(scope: Construct, name: string, props: BallastFunctionProps) {
    const { system } = props;
    const physicalName = functionName(system.environment.name, name);
    const logGroup = new LogGroup(scope, `${name}-logs`, {
      logGroupName: `/aws/lambda/${physicalName}`,
      retention: system.environment.logRetentionInDays,
      removalPolicy: system.environment.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}-role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        access: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [
                Stack.of(scope).formatArn({
                  service: 'logs',
                  resource: `log-group:/aws/lambda/${physicalName}:*`,
                }),
              ],
            }),
            new PolicyStatement({
              actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
              effect: Effect.ALLOW,
              resources: ['*'],
            }),
            new PolicyStatement({
              actions: ['sqs:SendMessage'],
              resources: [system.deadLetterQueue.queueArn],
            }),
            ...accessPolicy(scope, system, props.access),
          ],
        }),
      },
    });
    super(scope, name, {
      functionName: physicalName,
      description: props.description,
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.X86_64,
      handler: 'handler.handler',
      code: Code.fromAsset(join(system.bundles, name)),
      layers: props.duckdb ? [system.duckdbLayer] : [],
      memorySize: props.memoryInMiB ?? 256,
      // What it reads, writes and spills lies on its disk, beside each other.
      ephemeralStorageSize: props.duckdb ? Size.gibibytes(props.diskInGiB ?? 4) : undefined,
      timeout: props.timeout ?? Duration.seconds(30),
      reservedConcurrentExecutions: props.reservedConcurrency,
      environment: {
        ...Object.fromEntries(props.env.map((variable) => [variable, system.variables[variable]])),
      },
      role: role.withoutPolicyUpdates(),
      logGroup,
      tracing: Tracing.ACTIVE,
      deadLetterQueue: system.deadLetterQueue,
      // An event is tried three times, as Lambda does unless told otherwise: to say so would be a resource per function.
    });
  }
}
