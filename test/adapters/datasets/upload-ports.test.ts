import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uploadPorts } from '../../../adapters/datasets/upload-ports.ts';
import { dynamodb } from '../../../adapters/dynamodb/client.ts';
import { s3 } from '../../../adapters/s3/client.ts';
import type { CheckAnswer, CheckQuestion } from '../../../core/contracts/check-answer.ts';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import { versionOfCommit } from '../../../core/datasets/delta-log.ts';
import { receiveUpload } from '../../../core/datasets/receive-upload.ts';
import type { UploadPorts } from '../../../core/datasets/upload-ports.ts';
import { partitionOf } from '../../../core/registry/keys.ts';
import type { DatasetVersionRecord, UploadRecord } from '../../../core/registry/records.ts';
import { aContract } from '../../core/contracts/a-contract.ts';
import { FakeDynamodb } from '../../support/fake-dynamodb.ts';
import { FakeS3 } from '../../support/fake-s3.ts';
import { FaultProxy, faultsInTurn, seeded, seededFaults } from '../../support/fault-proxy.ts';
import { simulatedClock } from '../../support/simulated-clock.ts';

let bucket: FakeS3;
let registry: FakeDynamodb;
let toBucket: FaultProxy;
let toRegistry: FaultProxy;
const restored: (() => void)[] = [];

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  toBucket = new FaultProxy((request) => bucket.serve(request));
  toRegistry = new FaultProxy((request) => registry.serve(request));
  restored.push(toBucket.intercept(s3), toRegistry.intercept(dynamodb));
});
afterAll(() => {
  for (const restore of restored) restore();
  vi.unstubAllEnvs();
});

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The ports as they are on AWS, but for the function that checks and for whoever is told. */
function portsWith(seed: number): { readonly ports: UploadPorts; readonly announced: Set<number> } {
  const announced = new Set<number>();
  const clock = simulatedClock(seeded(seed));
  const ports: UploadPorts = {
    ...uploadPorts({ environment: 'dev', bucket: 'data', table: 'registry', clock }),
    check: async ({ uploadId, key }: CheckQuestion): Promise<CheckAnswer> => {
      const rows = `rows ${bucket.text(key)}`;
      const stagingKey = `staging/readings/${uploadId}/x.parquet`;
      bucket.put(stagingKey, rows);
      const data = { stagingKey, bytes: rows.length, rows: 1, digest: digestOf(rows), from: '', to: '' };
      const verdict = { status: 'accepted', rows: 1, quarantinedRows: 0, byRule: {}, sample: [] } as const;
      const time = '2013-01-01T00:00:00.000Z';
      return { status: 'checked', verdict, data: { ...data, from: time, to: time }, quarantine: null };
    },
    checkLarge: async () => {
      throw new Error('No upload here is a large one');
    },
    announceVersion: async (_dataset, version) => void announced.add(version),
    requestPage: async ({ what }) => {
      throw new Error(`Nobody is to be paged: ${what}`);
    },
    count: async () => {},
    pause: async () => {},
  };
  return { ports, announced };
}

/** Delivers an event until the upload has ended: three tries each, as the platform does, then again by the sweep. */
async function receiveAtLast(key: string, ports: UploadPorts): Promise<void> {
  const { etag, bytes, versionId } = bucket.objects.get(key)![0]!;
  const landing = {
    ...{ bucket: 'data', key, etag: etag.replaceAll('"', ''), bytes: bytes.length, versionId },
    ...{ sequencer: 'A1', uploader: 'someone' },
  };
  for (let attempt = 0; attempt < 30; attempt++) {
    const context = {
      dataBucket: 'data',
      findContract: () => ({ contract: aContract(), models: ['forecast'] }),
      invocation: `${key} ${Math.floor(attempt / 3)}`,
      codeCommit: 'abc',
      largeUploadBytes: uploadLimits.bytes,
      now: new Date(Date.parse('2013-02-01T00:00:00Z') + attempt * 17 * 60_000),
    };
    try {
      const { status } = await receiveUpload(landing, context, ports);
      if (status !== 'checking') return;
    } catch (error) {
      expect((error as Error).name).toMatch(/^(ServiceAway|AggregateError)$/);
    }
  }
  throw new Error(`'${key}' was not received in 30 attempts`);
}

const records = <T>(prefix: string): T[] => registry.memory.query<T>(partitionOf.dataset('readings'), prefix);

describe('uploads through services that fail', () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    'become one version each, whatever a third of all requests meets (seed %i)',
    async (seed) => {
      bucket = new FakeS3();
      registry = new FakeDynamodb();
      toBucket.nextFault = seededFaults(seed, 0.35);
      toRegistry.nextFault = seededFaults(seed + 1_000, 0.35);
      const keys = ['landing/readings/a + ünïcode.csv', 'landing/readings/b%20\n.csv'];
      for (const key of keys) bucket.put(key, key);
      const { ports, announced } = portsWith(seed);
      await Promise.all(keys.map((key) => receiveAtLast(key, ports)));

      const uploads = records<UploadRecord>('UPLOAD#');
      expect(uploads.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
      expect(uploads.map(({ datasetVersion }) => datasetVersion).sort()).toEqual([0, 1]);
      expect(records<DatasetVersionRecord>('VERSION#').map(({ version }) => version)).toEqual([0, 1]);
      expect(announced).toEqual(new Set([0, 1]));
      // No commit was written twice or over another's.
      const commits = bucket.writes.filter((key) => versionOfCommit(key) !== null);
      expect(commits).toHaveLength(2);
    },
  );

  it('find their own commit where the answer to it was lost', async () => {
    bucket = new FakeS3();
    registry = new FakeDynamodb();
    const key = 'landing/readings/a.csv';
    bucket.put(key, 'a');
    toRegistry.nextFault = () => 'none';
    const { ports, announced } = portsWith(1);
    toBucket.nextFault = () => 'none';
    const { addCommit } = ports;
    Object.assign(ports, {
      addCommit: (dataset: string, version: number, text: string) => {
        toBucket.nextFault = faultsInTurn('lost');
        return addCommit(dataset, version, text);
      },
    });
    await receiveAtLast(key, ports);
    expect(records<UploadRecord>('UPLOAD#')).toMatchObject([
      { status: 'accepted', datasetVersion: 0, attempt: 1 },
    ]);
    expect(announced).toEqual(new Set([0]));
  });
});
