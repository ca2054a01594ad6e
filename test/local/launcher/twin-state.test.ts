import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordProcess } from '../../../local/launcher/recorded-process.ts';
import { claimTwin, saveState, TwinRuns } from '../../../local/launcher/twin-claim.ts';
import {
  readStateFile,
  readTwinState,
  type TwinState,
  twinEnvironment,
} from '../../../local/launcher/twin-state.ts';

let directory: string;
let twin: TwinState;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-twin-state-'));
  twin = {
    endpointUrl: 'https://127.0.0.1:4566',
    sagemakerUrl: 'http://127.0.0.1:4567',
    region: 'eu-central-1',
    account: '000000000000',
    accessKeyId: 'AKIATWIN',
    secretAccessKey: 'secret',
    caFile: join(directory, 'certificate.pem'),
    environment: 'dev',
    directory,
    processes: { launcher: recordProcess(process.pid), ministack: recordProcess(process.pid) },
    startedAt: '2026-01-01T00:00:00.000Z',
    inboxDirectory: join(directory, 'inbox'),
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const dead = { pid: 4_194_304, startTicks: '1' }; // above Linux's highest process id

it('is null where no twin was started', () => {
  expect(readTwinState(directory)).toBeNull();
});

it('is the state of a running twin', () => {
  saveState(twin);
  expect(readTwinState(directory)).toEqual(twin);
});

it.each(['launcher', 'ministack'])('is null when the %s has died', (name) => {
  saveState({ ...twin, processes: { ...twin.processes, [name]: dead } });
  expect(readTwinState(directory)).toBeNull();
});

it('is null while the twin starts', () => {
  saveState({ ...twin, processes: { launcher: recordProcess(process.pid) } });
  expect(readTwinState(directory)).toBeNull();
});

it('says how to mend a state that cannot be read', () => {
  writeFileSync(join(directory, 'twin.json'), '{');
  expect(() => readTwinState(directory)).toThrow(
    /Cannot read the twin's state in .*twin[.]json.*npm run stop/,
  );
});

it('names every endpoint and the certificate to child processes', () => {
  expect(twinEnvironment(twin)).toMatchObject({
    AWS_ENDPOINT_URL: 'https://127.0.0.1:4566',
    AWS_ENDPOINT_URL_SAGEMAKER: 'http://127.0.0.1:4567',
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: 'http://127.0.0.1:4567',
    AWS_REGION: 'eu-central-1',
    NODE_EXTRA_CA_CERTS: twin.caFile,
  });
});

it('is claimed by one launcher at a time', async () => {
  const { state, cleaned } = await claimTwin(twin);
  expect(cleaned).toBe(false);
  expect(state.processes.launcher?.pid).toBe(process.pid);
  await expect(claimTwin(twin)).rejects.toThrow(TwinRuns);
  await expect(claimTwin(twin)).rejects.toThrow(/runs already, since 2026.*npm run stop/);
});

it('is claimed anew when its launcher has died', async () => {
  saveState({ ...twin, processes: { launcher: dead } });
  const { cleaned } = await claimTwin(twin);
  expect(cleaned).toBe(true);
  expect(readStateFile(directory)?.processes.launcher?.pid).toBe(process.pid);
});
