import { expect, it } from 'vitest';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import type { LandingEvent } from '../../../core/datasets/landing-event.ts';
import { type ReceiveContext, receiveUpload } from '../../../core/datasets/receive-upload.ts';
import { seeded } from '../../support/fault-proxy.ts';
import { aContract } from '../contracts/a-contract.ts';
import { FakePorts } from './fake-ports.ts';

const datasets = 1_000;
const uploads = 10_000;
/** As `uploadsAtOnce` of staging: what waits, waits in the function's queue. */
const atOnce = 5;

it('a flood of 10,000 uploads, a tenth of them repeated, is received once each, five at a time', async () => {
  const random = seeded(19);
  const tables = Array.from({ length: datasets }, () => new FakePorts());
  const working = { checks: 0, mostChecks: 0 };
  for (const ports of tables) {
    ports.answer = ({ key, uploadId }) => ({
      ...{ status: 'checked', quarantine: null },
      verdict: { status: 'accepted', rows: 1, quarantinedRows: 0, byRule: {}, sample: [] },
      data: {
        ...{
          stagingKey: `staging/readings/${uploadId}/x.parquet`,
          bytes: 1,
          rows: 1,
          digest: ports.text(key)!,
        },
        ...{ from: '2013-01-01T00:00:00.000Z', to: '2013-01-02T00:00:00.000Z' },
      },
    });
    const check = ports.check.bind(ports);
    ports.check = async (question) => {
      working.mostChecks = Math.max(working.mostChecks, ++working.checks);
      await new Promise(setImmediate);
      const answer = await check(question);
      working.checks--;
      return answer;
    };
  }
  const queue: { readonly landing: LandingEvent; readonly ports: FakePorts }[] = [];
  for (let upload = 0; upload < uploads; upload++) {
    const ports = tables[upload % datasets]!;
    const key = `landing/readings/${upload}.csv`;
    // One dataset in twenty is brought the same rows under each key.
    const text = `rows ${upload % 20 === 0 ? upload % datasets : upload}`;
    const { etag, versionId } = ports.upload(key, text);
    const landing = {
      ...{ bucket: 'data', key, etag: etag.replaceAll('"', ''), bytes: text.length, versionId },
      ...{ sequencer: `A${upload}`, uploader: 'someone' },
    };
    queue.push({ landing, ports });
    if (upload % 10 === 0) queue.push({ landing, ports });
  }
  // In any order, as events come.
  for (let at = queue.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [queue[at], queue[other]] = [queue[other]!, queue[at]!];
  }

  const context: Omit<ReceiveContext, 'invocation'> = {
    ...{
      dataBucket: 'data',
      codeCommit: 'abc',
      largeUploadBytes: uploadLimits.bytes,
      now: new Date('2013-02-01T00:00:00Z'),
    },
    findContract: () => ({ contract: aContract(), models: ['forecast'] }),
  };
  let invocation = 0;
  const receiver = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      await receiveUpload(next.landing, { ...context, invocation: `i${++invocation}` }, next.ports);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, receiver));

  expect(invocation).toBe(uploads * 1.1);
  expect(working).toEqual({ checks: 0, mostChecks: atOnce });
  let accepted = 0;
  let unchanged = 0;
  for (const ports of tables) {
    const records = [...ports.uploads.values()];
    expect(records.map(({ attempt }) => attempt)).toEqual(records.map(() => 1));
    const ended = (status: string) => records.filter((record) => record.status === status);
    accepted += ended('accepted').length;
    unchanged += ended('unchanged').length;
    // One check for each upload, and one version for each that brought something new, told of once.
    expect(ports.checks).toBe(records.length);
    expect(ports.log()).toHaveLength(ended('accepted').length);
    const made = ended('accepted').map(({ datasetVersion }) => datasetVersion!);
    expect(made.sort((a, b) => a - b)).toEqual(made.map((_, index) => index));
    expect(ports.announced.toSorted((a, b) => a - b)).toEqual(made);
    expect(ports.pages).toEqual([]);
  }
  expect(accepted + unchanged).toBe(uploads);
  expect(unchanged).toBeGreaterThan(0);
}, 60_000);
