import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

const cloudformation = new CloudFormationClient({});

export const stackOutputsActions = ['cloudformation:DescribeStacks'] as const;

export interface DeployedStack {
  /** As the service calls it: `CREATE_COMPLETE`, `UPDATE_IN_PROGRESS`, … */
  readonly status: string;
  readonly updatedAt: Date | null;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The outputs of a stack, or null where there is no stack of that name. */
export async function stackOutputs(stack: string): Promise<DeployedStack | null> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: stack }));
    const found = Stacks?.[0];
    if (found === undefined || found.StackStatus === 'DELETE_COMPLETE') return null;
    return {
      status: found.StackStatus ?? 'unknown',
      updatedAt: found.LastUpdatedTime ?? found.CreationTime ?? null,
      outputs: Object.fromEntries(
        (found.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
      ),
    };
  } catch (error) {
    const missing =
      error instanceof CloudFormationServiceException &&
      error.name === 'ValidationError' &&
      /does not exist/.test(error.message);
    if (missing) return null;
    throw error;
  }
}
