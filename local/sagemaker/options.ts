import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** How the stand-in was started. */
export interface Options {
  readonly port: number;
  /** Folder for all state and logs, absolute. */
  readonly stateDirectory: string;
  /** Python with the packages of local/requirements.txt. */
  readonly python: string;
  /** botocore's `data/sagemaker/2017-07-24/service-2.json.gz`. */
  readonly serviceModelFile: string;
  readonly account: string;
  readonly region: string;
  /** Seed of the routing between variants and of capture sampling. */
  readonly seed: number;
}

export const usage = `Usage: node --import tsx local/sagemaker/server.ts --port <n> --state-directory <folder> --python <file> [options]
  --port             port on 127.0.0.1; 0 takes a free one
  --state-directory  jobs, models, endpoints and logs
  --python           Python with the packages of local/requirements.txt
  --service-model    botocore's data/sagemaker/2017-07-24/service-2.json.gz (default: the one of --python)
  --account          12 digits (default: 000000000000)
  --seed             seed of variant routing (default: 1)
Environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY reach S3, CloudWatch and EventBridge.`;

/**
 * Reads the command line.
 * @throws Error naming the flag that is missing or wrong
 */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'state-directory': { type: 'string' },
      python: { type: 'string' },
      'service-model': { type: 'string' },
      account: { type: 'string', default: '000000000000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const required = (flag: 'port' | 'state-directory' | 'python'): string => {
    const value = values[flag];
    if (value === undefined) throw new Error(`Cannot start without --${flag}\n${usage}`);
    return value;
  };
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (region === undefined) throw new Error(`Cannot start without AWS_REGION in the environment\n${usage}`);
  const python = resolve(required('python'));
  return {
    port: natural('port', required('port')),
    stateDirectory: resolve(required('state-directory')),
    python,
    serviceModelFile: resolve(values['service-model'] ?? findServiceModel(python)),
    account: values.account,
    region,
    seed: natural('seed', values.seed),
  };
}

function natural(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`Cannot use --${flag} ${text}: it must be a whole number`);
  return Number(text);
}

/** The service model beside a virtual environment's Python: `<venv>/lib/python3.x/site-packages/botocore/…`. */
function findServiceModel(python: string): string {
  const lib = join(dirname(dirname(python)), 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('python3.'));
  if (version === undefined) {
    throw new Error(`Cannot find botocore's service model below ${lib}: give it with --service-model`);
  }
  return join(lib, version, 'site-packages/botocore/data/sagemaker/2017-07-24/service-2.json.gz');
}
