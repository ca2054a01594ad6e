import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { dirname, join } from 'node:path';
import { childEnvironment } from './child-environment.ts';
import { endOfLog } from './end-of-log.ts';
import { type Part, spawnPart } from './spawn-part.ts';
import { waitUntil } from './wait-until.ts';

export interface MinistackOptions {
  readonly checkout: string;
  /** The twin's folder. */
  readonly directory: string;
  readonly port: number;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly certificate: string;
  readonly key: string;
  /** Reaches the functions through the emulator's own environment; null where no stand-in runs. */
  readonly sagemakerUrl: string | null;
  /** Told of the process as soon as there is one. */
  readonly onStart: (part: Part) => void;
}

/**
 * Starts MiniStack on loopback with TLS and with IAM enforced, and waits until it answers.
 * @throws Error naming its log when it ends or does not answer within a minute
 */
export async function startMinistack(options: MinistackOptions): Promise<Part> {
  const { checkout, directory, port } = options;
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // Functions are unpacked here, below our own package.json, which says that a .js file is a module; theirs are not.
  writeFileSync(join(temporary, 'package.json'), '{ "type": "commonjs" }\n');
  const base = childEnvironment(directory);
  const part = await spawnPart({
    name: 'ministack',
    command: join(checkout, '.venv', 'bin', 'python'),
    // Its own `ministack` command would also open port 443, where it may.
    args: [
      ...['-m', 'hypercorn', 'ministack.app:app', '--config', 'python:ministack.core.hypercorn_conf'],
      ...['--workers', '0', '--bind', `127.0.0.1:${port}`, '--keep-alive', '75', '--log-level', 'INFO'],
    ],
    cwd: directory,
    logFile: join(directory, 'logs', 'ministack.log'),
    environment: {
      ...base,
      // Functions run on the `node` that is found first.
      PATH: `${dirname(process.execPath)}:${base.PATH ?? ''}`,
      TMPDIR: temporary,
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: options.region,
      MINISTACK_ACCOUNT_ID: options.account,
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: options.certificate,
      MINISTACK_SSL_KEY: options.key,
      AWS_ACCESS_KEY_ID: options.accessKeyId,
      AWS_SECRET_ACCESS_KEY: options.secretAccessKey,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      S3_DATA_DIR: join(directory, 's3'),
      STATE_DIR: join(directory, 'state'),
      // No containers: keep it from looking for, and cleaning up, those of others.
      DOCKER_HOST: `unix://${join(directory, 'no-docker')}`,
      ...(options.sagemakerUrl === null
        ? {}
        : {
            AWS_ENDPOINT_URL_SAGEMAKER: options.sagemakerUrl,
            AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: options.sagemakerUrl,
          }),
    },
  });
  options.onStart(part);
  let end: string | undefined;
  part.ended.then((how) => {
    end = how;
  });
  await waitUntil(
    async () => {
      if (end !== undefined) {
        throw new Error(
          `Cannot start MiniStack: it ended with ${end}; see ${part.logFile}${endOfLog(part.logFile)}`,
        );
      }
      return answers(port);
    },
    { what: `MiniStack on port ${port} (log: ${part.logFile})`, deadlineInSeconds: 60 },
  );
  return part;
}

/** Asks the health page. The certificate is not checked here: this process need not trust it yet. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: '/_ministack/health',
        rejectUnauthorized: false,
        timeout: 2_000,
        agent: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
