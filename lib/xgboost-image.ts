import { Aws, CfnMapping, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import images from './xgboost-accounts.json' with { type: 'json' };

/** The image of SageMaker's own XGBoost container in the stack's region. */
export function xgboostImage(scope: Construct): string {
  const accounts = new CfnMapping(scope, 'xgboost-accounts', {
    mapping: Object.fromEntries(
      Object.entries(images.accounts).map(([region, account]) => [region, { account }]),
    ),
  });
  const account = accounts.findInMap(Aws.REGION, 'account');
  return Fn.join('', [
    account,
    '.dkr.ecr.',
    Aws.REGION,
    '.',
    Aws.URL_SUFFIX,
    `/${images.repository}:${images.tag}`,
  ]);
}
