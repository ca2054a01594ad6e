import {
  readTwinState,
  type TwinState,
  twinDirectory,
  twinEnvironment,
} from '../local/launcher/twin-state.ts';
import { CliError } from './cli-error.ts';
import type { GlobalOptions } from './global-options.ts';

export type EnvironmentName = 'dev' | 'staging' | 'prod';

/** Where a command goes to. */
export interface Target {
  readonly kind: 'twin' | 'aws';
  readonly environment: EnvironmentName;
  /** Where the requests go if not to AWS itself. */
  readonly url: string | null;
  readonly profile: string | null;
  /** Known at once for the twin; AWS is asked when it matters. */
  readonly account: string | null;
  readonly region: string | null;
}

/**
 * Chooses between the twin and AWS: what `--target` says, else the twin if one runs in this checkout, else AWS.
 * @throws CliError when the twin was asked for and does not run, or runs another environment
 */
export function chooseTarget(options: GlobalOptions, twin: TwinState | null): Target {
  const kind = options.target ?? (twin === null ? 'aws' : 'twin');
  if (kind === 'aws') {
    return {
      kind,
      environment: options.env,
      url: process.env.AWS_ENDPOINT_URL ?? null,
      profile: options.profile ?? process.env.AWS_PROFILE ?? null,
      account: null,
      region: options.region ?? null,
    };
  }
  if (twin === null) {
    throw new CliError(
      'unreachable',
      `Cannot reach the twin: none runs in ${twinDirectory()}; start it with \`npm start\`, or give --target aws`,
    );
  }
  const meantForAws = (['profile', 'region'] as const).find((name) => options[name] !== undefined);
  if (meantForAws !== undefined) {
    throw new CliError(
      'usage',
      `Cannot use --${meantForAws} '${options[meantForAws]}' on the twin, which runs in this checkout; add --target aws for AWS`,
    );
  }
  if (options.env !== twin.environment) {
    throw new CliError(
      'usage',
      `Cannot use environment '${options.env}' on the twin, which runs '${twin.environment}'; add --target aws for AWS`,
    );
  }
  return {
    kind,
    environment: twin.environment,
    url: twin.endpointUrl,
    profile: null,
    account: twin.account,
    region: twin.region,
  };
}

/**
 * Chooses the target and lets this process's AWS clients find it. Must come before the first import of an adapter:
 * clients read the environment when they are made.
 */
export function enterTarget(options: GlobalOptions): Target {
  const twin = options.target === 'aws' ? null : readTwinState();
  const target = chooseTarget(options, twin);
  if (target.kind === 'twin' && twin !== null) {
    // Nothing of the user's own AWS configuration may lead anywhere else.
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_') && !name.startsWith('AWS_SDK_')) delete process.env[name];
    Object.assign(process.env, twinEnvironment(twin));
  } else {
    if (target.profile !== null) process.env.AWS_PROFILE = target.profile;
    if (target.region !== null) process.env.AWS_REGION = target.region;
  }
  return target;
}

/** `twin at https://127.0.0.1:4566, environment dev`; `AWS account 123456789012 in eu-west-1, environment prod`. */
export function describeTarget(target: Target): string {
  const { kind, url, account, region, profile, environment } = target;
  if (kind === 'twin') return `twin at ${url}, environment ${environment}`;
  const parts = [
    `AWS account ${account ?? 'of the given credentials'} in ${region ?? 'the configured region'}`,
    ...(url === null ? [] : [`at ${url}`]),
    ...(profile === null ? [] : [`profile ${profile}`]),
    `environment ${environment}`,
  ];
  return parts.join(', ');
}
