import { userInfo } from 'node:os';
import { machineName, stackName } from '../core/names.ts';
import { CliError } from './cli-error.ts';
import type { GlobalOptions } from './global-options.ts';
import { createPrint, type Print } from './print.ts';
import { describeTarget, enterTarget, type Target } from './target.ts';

/** What a command has to do with: where it goes, how it answers, and the deployed stack. */
export interface Context {
  readonly options: GlobalOptions;
  readonly print: Print;
  readonly target: Target;
  /** Says on stderr where a change is about to happen. To be called before anything that changes something. */
  announce(): Promise<void>;
  /** Names of the deployed stack's resources, read once. */
  stack(): Promise<Stack>;
  /** ARN of a state machine or of one of its executions, made from names: nothing is asked for it but who we are. */
  machineArn(machine: 'release' | 'rollout', execution?: string): Promise<string>;
  /** Who asks, for the record: the principal on AWS, the user of this machine on the twin. */
  caller(): Promise<string>;
}

export interface Stack {
  readonly status: string;
  readonly updatedAt: Date | null;
  readonly table: string;
  readonly dataBucket: string;
  readonly modelBucket: string;
}

export function createContext(options: GlobalOptions): Context {
  const target = enterTarget(options);
  const print = createPrint(options.json ?? false);
  const identity = once(async () => {
    if (target.account !== null && target.region !== null) {
      return { account: target.account, region: target.region, principal: userInfo().username };
    }
    const { callerIdentity } = await import('../adapters/sts/caller-identity.ts');
    return callerIdentity();
  });
  return {
    options,
    print,
    target,
    announce: async () => {
      const { account, region } = await identity();
      print.message(`Target: ${describeTarget({ ...target, account, region })}`);
    },
    stack: once(async () => {
      const { stackOutputs } = await import('../adapters/cloudformation/stack-outputs.ts');
      return readStack(target, await stackOutputs(stackName(target.environment)));
    }),
    machineArn: async (machine, execution) => {
      const { account, region } = await identity();
      const name = machineName(target.environment, machine);
      const partition = region.startsWith('cn-')
        ? 'aws-cn'
        : region.startsWith('us-gov-')
          ? 'aws-us-gov'
          : 'aws';
      const arn = (kind: string) => `arn:${partition}:states:${region}:${account}:${kind}:${name}`;
      return execution === undefined ? arn('stateMachine') : `${arn('execution')}:${execution}`;
    },
    caller: async () => (await identity()).principal,
  };
}

function readStack(
  target: Target,
  deployed: {
    readonly status: string;
    readonly updatedAt: Date | null;
    readonly outputs: Readonly<Record<string, string>>;
  } | null,
): Stack {
  const name = stackName(target.environment);
  const remedy =
    target.kind === 'twin'
      ? '`npm start` deploys it'
      : `deploy it with \`npx cdk deploy -c env=${target.environment}\``;
  if (deployed === null) {
    throw new CliError('notFound', `Cannot find stack '${name}' on ${describeTarget(target)}: ${remedy}`);
  }
  const output = (key: string): string => {
    const value = deployed.outputs[key];
    if (value === undefined) {
      throw new CliError(
        'notFound',
        `Cannot read stack '${name}' (${deployed.status}): it has no output '${key}'; ${remedy}`,
      );
    }
    return value;
  };
  return {
    status: deployed.status,
    updatedAt: deployed.updatedAt,
    table: output('RegistryTable'),
    dataBucket: output('DataBucket'),
    modelBucket: output('ModelBucket'),
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
