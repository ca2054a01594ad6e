import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { collectOutput, type Ended } from '../../local/story/collect-output.ts';

export const launcher = join(import.meta.dirname, '..', '..', 'cli', 'ballast.js');

/** The environment of a user who has credentials for what answers at `url`, and no configuration files. */
export const userEnvironment = (url: string): Record<string, string> => ({
  HOME: '/nonexistent',
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Runs the command line as a user would, against a target that is not the twin, with nothing of the user's own AWS. */
export async function runBallast(
  url: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...words, '--target', 'aws'], {
    env: { PATH: process.env.PATH, ...userEnvironment(url), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  return collectOutput(child);
}
