import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { readTwinState, type TwinState } from '../../../local/launcher/twin-state.ts';

/** What the first flight says of itself. */
export interface Story {
  readonly claims: readonly {
    readonly step: number;
    readonly claim: string;
    readonly held: boolean;
    readonly detail: string;
  }[];
}

/** The running twin, as its user finds it. */
export interface Twin {
  readonly state: TwinState;
  readonly stack: string;
  /** Physical names, from the stack's outputs. */
  readonly table: string;
  readonly dataBucket: string;
  readonly modelBucket: string;
  readonly story: Story;
  /** ISO 8601, UTC: what is younger was done by a test. */
  readonly storyEndedAt: string;
}

/** @throws Error where no twin runs or no stack is deployed */
export async function openTwin(): Promise<Twin> {
  const state = readTwinState();
  if (state === null) throw new Error('Cannot test the twin: none runs');
  const stack = `ballast-${state.environment}`;
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack }));
  const output = (name: string): string => {
    const found = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (found === undefined) throw new Error(`Cannot test the twin: stack ${stack} has no output ${name}`);
    return found;
  };
  const file = join(state.directory, 'story.json');
  return {
    ...{ state, stack },
    table: output('RegistryTable'),
    dataBucket: output('DataBucket'),
    modelBucket: output('ModelBucket'),
    story: JSON.parse(readFileSync(file, 'utf8')) as Story,
    storyEndedAt: statSync(file).mtime.toISOString(),
  };
}
