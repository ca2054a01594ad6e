/** The account and region that a resource lives in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export type ResourceKind =
  | 'training-job'
  | 'transform-job'
  | 'processing-job'
  | 'model'
  | 'endpoint-config'
  | 'endpoint';

/** ARNs of SageMaker carry the name in lower case. */
export const arnOf = (place: Place, kind: ResourceKind, name: string): string =>
  `arn:aws:sagemaker:${place.region}:${place.account}:${kind}/${name.toLowerCase()}`;
