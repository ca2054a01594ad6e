import { join } from 'node:path';
import { childEnvironment } from './child-environment.ts';
import { endOfLog } from './end-of-log.ts';
import { type Part, spawnPart } from './spawn-part.ts';
import { type TwinState, twinEnvironment } from './twin-state.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Starts the stand-in for SageMaker at `twin.sagemakerUrl` and waits until it answers.
 * @throws Error naming its log when it ends or does not answer within a minute
 */
export async function startSagemaker(
  checkout: string,
  twin: TwinState,
  onStart: (part: Part) => void,
): Promise<Part> {
  const url = new URL(twin.sagemakerUrl ?? '');
  const part = await spawnPart({
    name: 'sagemaker',
    command: process.execPath,
    args: [
      ...['--import', 'tsx', join(checkout, 'local', 'sagemaker', 'server.ts')],
      ...['--port', url.port, '--account', twin.account],
      ...['--state-directory', join(twin.directory, 'sagemaker')],
      ...['--python', join(checkout, '.venv', 'bin', 'python')],
    ],
    cwd: checkout,
    logFile: join(twin.directory, 'logs', 'sagemaker.log'),
    environment: { ...childEnvironment(twin.directory), ...twinEnvironment(twin) },
  });
  onStart(part);
  let end: string | undefined;
  part.ended.then((how) => {
    end = how;
  });
  await waitUntil(
    async () => {
      if (end !== undefined) {
        throw new Error(
          `Cannot start the SageMaker stand-in: it ended with ${end}; see ${part.logFile}${endOfLog(part.logFile)}`,
        );
      }
      // Any answer will do, a refusal too: it listens.
      return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        () => true,
        () => false,
      );
    },
    { what: `the SageMaker stand-in at ${url.origin} (log: ${part.logFile})`, deadlineInSeconds: 60 },
  );
  return part;
}
