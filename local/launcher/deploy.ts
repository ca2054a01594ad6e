import { join } from 'node:path';
import { childEnvironment } from './child-environment.ts';
import { runToEnd } from './run-to-end.ts';
import type { Part } from './spawn-part.ts';
import { type TwinState, twinEnvironment } from './twin-state.ts';

/**
 * Bootstraps the twin's account and deploys the stack, both with the stock CDK command line.
 * @throws Error with the last lines of `logs/cdk.log`
 */
export async function deploy(
  checkout: string,
  twin: TwinState,
  onStart: (part: Part) => void,
): Promise<void> {
  const cdk = (name: string, cwd: string, args: readonly string[], deadlineInSeconds: number) =>
    runToEnd({
      name,
      command: process.execPath,
      args: [join(checkout, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--ci'],
      cwd,
      logFile: join(twin.directory, 'logs', 'cdk.log'),
      environment: {
        ...childEnvironment(twin.directory),
        ...twinEnvironment(twin),
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_DISABLE_VERSION_CHECK: '1',
        // The templates are validated by `npm run check`; here it would take seconds of every start.
        CDK_VALIDATION: 'false',
      },
      deadlineInSeconds,
      onStart,
    });
  // Beside no cdk.json, for bootstrap would synthesize the app that it names.
  await cdk(
    'bootstrap the account',
    twin.directory,
    ['bootstrap', `aws://${twin.account}/${twin.region}`],
    120,
  );
  await cdk(
    'deploy the stack',
    checkout,
    [
      ...['deploy', '--all', '-c', `env=${twin.environment}`, '-c', 'twin=true'],
      ...['--method', 'direct', '--require-approval', 'never', '--progress', 'events'],
      ...[
        '--output',
        join(twin.directory, 'cdk.out'),
        '--outputs-file',
        join(twin.directory, 'outputs.json'),
      ],
    ],
    // A custom resource that fails makes CloudFormation wait for an answer that never comes.
    300,
  );
}
