import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What the role of every SageMaker job and endpoint needs of the platform, whatever it works on: its logs, its metrics, its image.
 * @param logs ARN of its log groups and streams
 */
export const jobPlatformStatements = (logs: string): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    resources: [logs],
  }),
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['cloudwatch:PutMetricData', 'ecr:GetAuthorizationToken'],
    resources: ['*'],
  }),
  new PolicyStatement({
    actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
    resources: [`arn:${Aws.PARTITION}:ecr:${Aws.REGION}:*:repository/sagemaker-xgboost`],
  }),
];
