import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port.ts';
import type { Part } from './spawn-part.ts';
import { startMinistack } from './start-ministack.ts';
import { startSagemaker } from './start-sagemaker.ts';
import { claimTwin, recordPart } from './twin-claim.ts';
import type { TwinState } from './twin-state.ts';

export interface StartedTwin {
  readonly state: TwinState;
  readonly parts: readonly Part[];
}

/** Kept from one twin to the next: everything else in its folder is one twin's own. */
const kept = new Set(['tls', 'twin.json']);

/**
 * Starts the twin's AWS: MiniStack, and the stand-in for SageMaker. Nothing is deployed yet.
 * @param onState told of the state whenever it changes, so that a stop ends what has started so far
 * @throws TwinRuns where one runs already in this folder
 */
export async function startTwin(options: {
  readonly checkout: string;
  readonly directory: string;
  readonly say: (line: string) => void;
  readonly onState: (state: TwinState) => void;
}): Promise<StartedTwin> {
  const { checkout, directory, say } = options;
  const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => join(directory, 'tls', name)) as [
    string,
    string,
  ];
  const [awsPort, sagemakerPort] = (await freePorts(2)) as [number, number];
  const hasSagemaker = existsSync(join(checkout, 'local', 'sagemaker', 'server.ts'));
  const claim = await claimTwin({
    endpointUrl: `https://127.0.0.1:${awsPort}`,
    sagemakerUrl: hasSagemaker ? `http://127.0.0.1:${sagemakerPort}` : null,
    region: 'eu-central-1',
    account: '000000000000',
    // Fresh for each twin: another user of this machine cannot sign a request.
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('base64url'),
    caFile: certificate,
    environment: 'dev',
    directory,
    startedAt: new Date().toISOString(),
    inboxDirectory: join(directory, 'inbox'),
  });
  let state = claim.state;
  options.onState(state);
  if (claim.cleaned) say('A twin had died here; what it left is cleaned up.');
  for (const name of readdirSync(directory)) {
    if (!kept.has(name)) rmSync(join(directory, name), { recursive: true, force: true });
  }

  const parts: Part[] = [];
  const record = (part: Part): void => {
    parts.push(part);
    state = recordPart(state, part.name, part.process);
    options.onState(state);
  };
  const starting = [
    startMinistack({
      ...{ checkout, directory, certificate, key, port: awsPort, onStart: record },
      ...{ region: state.region, account: state.account, sagemakerUrl: state.sagemakerUrl },
      ...{ accessKeyId: state.accessKeyId, secretAccessKey: state.secretAccessKey },
    }),
    ...(hasSagemaker ? [startSagemaker(checkout, state, record)] : []),
  ];
  await Promise.all(starting);
  return { state, parts };
}
