import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const sts = new STSClient({});

export const callerIdentityActions = ['sts:GetCallerIdentity'] as const;

export interface CallerIdentity {
  readonly account: string;
  readonly region: string;
  /** ARN of the principal that the credentials belong to. */
  readonly principal: string;
}

/** Whose credentials these are, and the region that calls go to. */
export async function callerIdentity(): Promise<CallerIdentity> {
  const [{ Account, Arn }, region] = await Promise.all([
    sts.send(new GetCallerIdentityCommand({})),
    sts.config.region(),
  ]);
  if (Account === undefined || Arn === undefined) {
    throw new Error('Cannot tell whose credentials these are: the answer lacks the account or the ARN');
  }
  return { account: Account, region, principal: Arn };
}
