import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type RecordedProcess } from './recorded-process.ts';

/** What a client must know of the running local twin; kept in `.twin/twin.json` for as long as it runs. */
export interface TwinState {
  /** MiniStack: every AWS service but SageMaker. `https://127.0.0.1:<port>`. */
  readonly endpointUrl: string;
  /** The SageMaker stand-in, control plane and runtime alike; null where it was not started. */
  readonly sagemakerUrl: string | null;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** PEM file of the certificate that `endpointUrl` presents. */
  readonly caFile: string;
  readonly environment: 'dev';
  /** The twin's folder, absolute: `.twin` under the checkout. */
  readonly directory: string;
  /** The launcher and the process groups that it leads, by name (`launcher`, `ministack`, `sagemaker`). */
  readonly processes: Readonly<Record<string, RecordedProcess>>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** One readable text file per page that an owner received. */
  readonly inboxDirectory: string;
}

const checkout = join(import.meta.dirname, '..', '..');

/** The folder that holds all of the twin's state and logs: `BALLAST_TWIN_DIRECTORY`, or `.twin` under the checkout. */
export function twinDirectory(): string {
  return process.env.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin');
}

export function twinStateFile(directory: string = twinDirectory()): string {
  return join(directory, 'twin.json');
}

/**
 * The twin's state, or null when no twin runs: there is no state file, or its processes are gone.
 * @throws Error when the state file is there but cannot be read
 */
export function readTwinState(directory: string = twinDirectory()): TwinState | null {
  const state = readStateFile(directory);
  if (state === null) return null;
  const { launcher, ministack } = state.processes;
  return isRunning(launcher) && isRunning(ministack) ? state : null;
}

/** The state file as it stands, running or not. */
export function readStateFile(directory: string = twinDirectory()): TwinState | null {
  const file = twinStateFile(directory);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as TwinState;
  } catch (error) {
    throw new Error(
      `Cannot read the twin's state in ${file}: ${(error as Error).message}; run \`npm run stop\``,
    );
  }
}

/** The variables with which the AWS SDKs, the AWS CLI, the CDK CLI and child processes reach the twin and nothing else. */
export function twinEnvironment(state: TwinState): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: state.endpointUrl,
    ...(state.sagemakerUrl === null
      ? {}
      : {
          AWS_ENDPOINT_URL_SAGEMAKER: state.sagemakerUrl,
          AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: state.sagemakerUrl,
        }),
    AWS_REGION: state.region,
    AWS_DEFAULT_REGION: state.region,
    AWS_ACCESS_KEY_ID: state.accessKeyId,
    AWS_SECRET_ACCESS_KEY: state.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_CA_BUNDLE: state.caFile,
    NODE_EXTRA_CA_CERTS: state.caFile,
    SSL_CERT_FILE: state.caFile,
    CDK_DEFAULT_ACCOUNT: state.account,
    CDK_DEFAULT_REGION: state.region,
  };
}
