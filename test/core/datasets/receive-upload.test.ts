import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckAnswer } from '../../../core/contracts/check-answer.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import { replayLog } from '../../../core/datasets/delta-log.ts';
import type { LandingEvent } from '../../../core/datasets/landing-event.ts';
import { planSweep } from '../../../core/datasets/plan-sweep.ts';
import { type ReceiveOutcome, receiveUpload } from '../../../core/datasets/receive-upload.ts';
import { CheckDied, ServiceAway } from '../../../core/datasets/upload-ports.ts';
import { versionRecord } from '../../../core/datasets/version-record.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';
import { Crash, FakePorts } from './fake-ports.ts';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const key = 'landing/readings/a.csv';
const start = Date.parse('2013-02-01T00:00:00Z');
/** Longer texts than most of this file's are checked by a processing job. */
const largeUploadBytes = 100;

let ports: FakePorts;
let clock: number;
let contract: Contract;
let invocations: number;

beforeEach(() => {
  ports = new FakePorts();
  ports.staysDead = true;
  clock = start;
  contract = aContract();
  invocations = 0;
  // A file's text stands for its rows; texts that begin with 'bad' are refused.
  ports.answer = ({ key: asked, versionId, uploadId }): CheckAnswer => {
    const { text } = ports.objects.get(asked)!.find((version) => version.versionId === versionId)!;
    const from = '2013-01-01T00:00:00.000Z';
    const to = '2013-01-31T00:00:00.000Z';
    if (text.startsWith('bad')) {
      const verdict = {
        status: 'rejected',
        reason: `It says ${text}.`,
        byRule: { 'file:format': 1 },
        sample: [],
      } as const;
      return { status: 'checked', verdict, data: null, quarantine: null };
    }
    const some = text.startsWith('some');
    const prefix = `quarantine/readings/${uploadId}/`;
    return {
      status: 'checked',
      verdict: {
        status: 'accepted',
        rows: 10,
        quarantinedRows: some ? 2 : 0,
        byRule: some ? { 'key:unique': 2 } : {},
        sample: [],
      },
      data: {
        stagingKey: `staging/readings/${uploadId}/x.parquet`,
        bytes: `rows ${digestOf(text)}`.length,
        rows: 10,
        digest: digestOf(text),
        from,
        to,
      },
      quarantine: some ? prefix : null,
    };
  };
});

function event(text: string, sequencer: string, changes: Partial<LandingEvent> = {}): LandingEvent {
  const base = { bucket: 'data', key, bytes: text.length, versionId: null, uploader: 'someone' };
  return { ...base, etag: `etag-${text}`, sequencer, ...changes };
}

function receive(landing: LandingEvent, invocation = `invocation-${++invocations}`): Promise<ReceiveOutcome> {
  return receiveUpload(
    landing,
    {
      dataBucket: 'data',
      findContract: (dataset) => (dataset === 'readings' ? { contract, models: ['forecast'] } : null),
      invocation,
      codeCommit: 'abc',
      largeUploadBytes,
      now: new Date(clock),
    },
    ports,
  );
}

/** Whether an invocation was killed; what it would still have done after that is refused, too. */
const isCrash = (error: unknown): boolean =>
  error instanceof Crash || (error instanceof AggregateError && error.errors.every(isCrash));

/** Paths of the table's files now, by the digests of their texts. */
const tableHolds = (...texts: string[]) =>
  expect(
    replayLog(ports.log())
      .at(-1)!
      .files.map(({ digest }) => digest)
      .sort(),
  ).toEqual(texts.map(digestOf).sort());

describe('receiveUpload', () => {
  it('makes one version of an accepted file and tells of it', async () => {
    ports.upload(key, 'one');
    const outcome = await receive(event('one', 'A1'));
    expect(outcome).toMatchObject({
      status: 'accepted',
      duplicate: false,
      upload: { datasetVersion: 0, versionId: `${key}@1`, uploader: 'someone', digest: digestOf('one') },
    });
    expect(ports.versions.get(0)).toMatchObject({ parent: null, rows: 10, codeCommit: 'abc' });
    expect(ports.versions.get(0)!.source).toEqual({
      key,
      versionId: `${key}@1`,
      uploader: 'someone',
      uploadId: (outcome as { upload: { uploadId: string } }).upload.uploadId,
    });
    expect(ports.announced).toEqual([0]);
    expect(ports.pages).toEqual([]);
    expect(ports.text(`datasets/readings/part-${digestOf('one')}.parquet`)).toBeDefined();
  });

  it('answers the same event, delivered three times, with the first result', async () => {
    ports.upload(key, 'one');
    const outcomes = [];
    for (let time = 0; time < 3; time++) outcomes.push(await receive(event('one', 'A1')));
    expect(outcomes.map((outcome) => 'duplicate' in outcome && outcome.duplicate)).toEqual([
      false,
      true,
      true,
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    expect([ports.checks, ports.log().length, ports.announced]).toEqual([1, 1, [0]]);
  });

  it('lets one of three simultaneous deliveries work', async () => {
    ports.upload(key, 'one');
    const outcomes = await Promise.all([1, 2, 3].map(() => receive(event('one', 'A1'))));
    expect(outcomes.filter((outcome) => 'duplicate' in outcome && !outcome.duplicate)).toHaveLength(1);
    expect([ports.checks, ports.log().length, ports.announced]).toEqual([1, 1, [0]]);
  });

  it('records an older event that comes after a newer one as superseded', async () => {
    ports.upload(key, 'old');
    const old = event('old', '0055AED6DCD90281E5', { versionId: `${key}@1` });
    ports.upload(key, 'new');
    // A shorter sequencer is padded on the right: this one is newer although it is shorter.
    await receive(event('new', '0055AED6DCD90281E6', { versionId: `${key}@2` }));
    expect(await receive(old)).toMatchObject({ status: 'superseded' });
    tableHolds('new');
    expect(ports.announced).toEqual([0]);
  });

  it('replaces what a key brought before, and keeps what others brought', async () => {
    ports.upload(key, 'one');
    await receive(event('one', 'A1'));
    const other = 'landing/readings/b.csv';
    ports.upload(other, 'two');
    await receive(event('two', 'A2', { key: other }));
    tableHolds('one', 'two');
    ports.upload(key, 'three');
    await receive(event('three', 'A3'));
    tableHolds('two', 'three');
    expect(ports.versions.get(2)).toMatchObject({ parent: 1, rows: 20 });
    // The versions before are what they were.
    expect(versionRecord(replayLog(ports.log())[0]!).files).toBe(1);
  });

  it('makes no version of rows that are there already', async () => {
    ports.upload(key, 'one');
    await receive(event('one', 'A1'));
    ports.upload(key, 'one');
    expect(await receive(event('one', 'A2'))).toMatchObject({
      status: 'unchanged',
      duplicate: false,
      upload: { datasetVersion: 0 },
    });
    expect([ports.log().length, ports.announced]).toEqual([1, [0]]);
  });

  it('keeps rows that two keys brought while one of them still does', async () => {
    const other = 'landing/readings/b.csv';
    ports.upload(key, 'one');
    await receive(event('one', 'A1'));
    ports.upload(other, 'one');
    expect(await receive(event('one', 'A2', { key: other }))).toMatchObject({ status: 'unchanged' });
    ports.upload(key, 'two');
    await receive(event('two', 'A3'));
    tableHolds('one', 'two');
    ports.upload(other, 'three');
    await receive(event('three', 'A4', { key: other }));
    tableHolds('two', 'three');
  });

  it('sets rows aside with a notice, and a refused file with a page and its reason', async () => {
    ports.upload(key, 'some');
    await receive(event('some', 'A1'));
    expect(ports.pages).toMatchObject([{ severity: 'notice', owner: 'sensor-team', model: 'forecast' }]);
    ports.upload(key, 'bad');
    const outcome = await receive(event('bad', 'A2'));
    const { upload } = outcome as Extract<ReceiveOutcome, { upload: unknown }>;
    expect(upload).toMatchObject({ status: 'rejected', reason: 'It says bad.' });
    expect(ports.pages[1]).toMatchObject({ severity: 'page', runbook: 'rejected-upload' });
    expect(ports.counts).toEqual({ 'quarantinedRows readings': 2, 'rejectedUploads readings': 1 });
    expect(ports.text(`${upload.quarantine}file`)).toBe('bad');
    expect(JSON.parse(ports.text(`${upload.quarantine}reason.json`)!)).toMatchObject({
      what: 'The whole file was refused. It says bad.',
    });
    tableHolds('some');
  });

  it('calls a deleted object vanished, pages nobody, and does not try again', async () => {
    ports.upload(key, 'one');
    ports.delete(key);
    expect(await receive(event('one', 'A1'))).toMatchObject({ status: 'vanished', duplicate: false });
    expect(await receive(event('one', 'A1'))).toMatchObject({ status: 'vanished', duplicate: true });
    expect([ports.checks, ports.pages]).toEqual([0, []]);
  });

  it('calls an object vanished that is deleted while it is checked', async () => {
    ports.upload(key, 'one');
    ports.answer = () => ({ status: 'vanished' });
    expect(await receive(event('one', 'A1'))).toMatchObject({ status: 'vanished' });
    expect(ports.pages).toEqual([]);
  });

  it('never takes what overwrote an object for the object, where the event names no version', async () => {
    ports.upload(key, 'old');
    ports.upload(key, 'new');
    expect(await receive(event('old', 'A1'))).toMatchObject({ status: 'superseded' });
    expect(await receive(event('new', 'A2'))).toMatchObject({ status: 'accepted' });
    tableHolds('new');
  });

  it('refuses an event whose content is not that of the version it names', async () => {
    ports.upload(key, 'one');
    expect(await receive(event('forged', 'A1', { versionId: `${key}@1` }))).toMatchObject({
      status: 'superseded',
    });
    expect(ports.checks).toBe(0);
  });

  it.each([
    ['a foreign bucket', { bucket: 'theirs' }],
    ['another prefix', { key: 'datasets/readings/_delta_log/0.json' }],
    ['no dataset', { key: 'landing/a.csv' }],
    ['a folder marker', { key: 'landing/readings/' }],
  ])('ignores an event of %s without a call', async (_what, changes) => {
    expect((await receive(event('one', 'A1', changes))).status).toBe('ignored');
    expect(ports.calls).toEqual([]);
  });

  it('sets aside what is in the folder of no dataset, without a check and without a page', async () => {
    const stray = 'landing/reading/a.csv';
    ports.upload(stray, 'one');
    expect(await receive(event('one', 'A1', { key: stray }))).toMatchObject({
      status: 'rejected',
      upload: { dataset: 'reading', reason: expect.stringContaining("received 'reading'") },
    });
    expect([ports.checks, ports.pages, ports.counts]).toEqual([0, [], { 'rejectedUploads unknown': 1 }]);
  });

  it.each([
    'landing/readings/../../etc/passwd',
    'landing/readings/a+b%20c d.csv',
    'landing/readings/🛫\n.csv',
    `landing/readings/${'x'.repeat(1_007)}`,
    'landing/readings//a.csv',
  ])('takes the key %j as it is', async (odd) => {
    ports.upload(odd, 'one');
    expect(await receive(event('one', 'A1', { key: odd }))).toMatchObject({
      status: 'accepted',
      upload: { key: odd, dataset: 'readings' },
    });
  });

  it('checks a file that kills its check once more, then sets it aside', async () => {
    ports.upload(key, 'one');
    ports.answer = () => {
      throw new CheckDied('Runtime.ExitError: signal: killed');
    };
    expect(await receive(event('one', 'A1'))).toMatchObject({
      status: 'rejected',
      upload: { reason: expect.stringContaining('signal: killed') },
    });
    expect([ports.checks, ports.pages.length]).toEqual([2, 1]);
    expect(await receive(event('one', 'A1'))).toMatchObject({ status: 'rejected', duplicate: true });
    expect(ports.checks).toBe(2);
  });

  it('sets aside a file whose type would stand beside another, and says the way out', async () => {
    ports.upload(key, 'one');
    await receive(event('one', 'A1'));
    contract = aContract({ columns: [...contract.columns.slice(0, 2), aColumn('value', 'string')] });
    ports.upload('landing/readings/b.csv', 'two');
    const other = event('two', 'A1', { key: 'landing/readings/b.csv' });
    expect(await receive(other)).toMatchObject({
      status: 'rejected',
      upload: { verdict: { byRule: { 'file:column-type': 1 } } },
    });
    expect(ports.pages[0]!.what).toContain('npx ballast backfill readings --from 0');
    tableHolds('one');
  });

  it('refuses a file that is too large before anything reads it', async () => {
    ports.upload(key, 'x'.repeat(10));
    const head = ports.headObject.bind(ports);
    ports.headObject = async (...args) => ({ ...(await head(...args))!, bytes: 2 ** 40 });
    expect(await receive(event('x'.repeat(10), 'A1'))).toMatchObject({
      status: 'rejected',
      upload: { verdict: { byRule: { 'file:too-large': 1 } } },
    });
    expect(ports.checks).toBe(0);
  });

  describe('of a file that is too large for the function', () => {
    const long = `large ${'x'.repeat(largeUploadBytes)}`;
    const theUpload = () => [...ports.uploads.values()].find((upload) => upload.etag.includes('large'))!;

    it('hands it to a job, gives the claim back, and makes a version when the job has ended', async () => {
      ports.upload(key, long);
      const handed = await receive(event(long, 'A1'));
      const { uploadId } = theUpload();
      expect(handed).toMatchObject({ status: 'checking', duplicate: false });
      expect(theUpload()).toMatchObject({ status: 'checking', attempt: 1, checkJob: `check-${uploadId}` });
      expect(theUpload().claimedUntil).toBeUndefined();
      expect([ports.checks, ports.pages, ports.announced, ports.log()]).toEqual([0, [], [], []]);

      ports.jobs.set(uploadId, 'completed');
      expect(await receive(event(long, 'A1'))).toMatchObject({
        status: 'accepted',
        upload: { datasetVersion: 0, checkJob: `check-${uploadId}`, attempt: 1 },
      });
      expect([ports.checks, ports.announced]).toEqual([0, [0]]);
      expect(await receive(event(long, 'A1'))).toMatchObject({ status: 'accepted', duplicate: true });
      expect(ports.announced).toEqual([0]);
    });

    it('starts one job, however often its event comes, and counts no attempt while it runs', async () => {
      ports.upload(key, long);
      for (let time = 0; time < 10; time++) {
        expect(await receive(event(long, 'A1'))).toMatchObject({ status: 'checking', duplicate: false });
      }
      await Promise.all([1, 2, 3].map(() => receive(event(long, 'A1'))));
      expect([ports.jobs.size, theUpload().attempt]).toEqual([1, 1]);
    });

    it('is found by the sweep while its job runs, so that an event that is lost delays it and no more', async () => {
      ports.upload(key, long);
      await receive(event(long, 'A1'));
      expect(planSweep(theUpload(), new Date(clock))).toBe('redeliver');
      ports.jobs.set(theUpload().uploadId, 'completed');
      expect(await receive(event(long, 'A1'))).toMatchObject({ status: 'accepted' });
      expect(planSweep(theUpload(), new Date(clock))).toBe('forget');
    });

    it('is refused with the reason of a job that failed, and kept where it was uploaded', async () => {
      ports.upload(key, long);
      await receive(event(long, 'A1'));
      ports.jobs.set(theUpload().uploadId, { failed: 'check-1: AlgorithmError: exit code: 137' });
      expect(await receive(event(long, 'A1'))).toMatchObject({
        status: 'rejected',
        upload: {
          reason: expect.stringContaining('exit code: 137'),
          verdict: { byRule: { 'file:check-died': 1 } },
        },
      });
      expect(ports.pages).toMatchObject([{ severity: 'page', runbook: 'rejected-upload' }]);
    });

    it.each([
      ['before its job is started', 0],
      ['while its job runs', 1],
    ])('is superseded where it is overwritten %s', async (_when, deliveries) => {
      ports.upload(key, long);
      const landing = event(long, 'A1', { versionId: `${key}@1` });
      for (let time = 0; time < deliveries; time++) await receive(landing);
      if (deliveries > 0) ports.jobs.set(theUpload().uploadId, 'completed');
      ports.upload(key, 'newer');
      expect(await receive(landing)).toMatchObject({ status: 'superseded' });
      expect([ports.log(), ports.pages]).toEqual([[], []]);
      expect(await receive(event('newer', 'A2'))).toMatchObject({ status: 'accepted' });
    });

    it('waits for a machine, for a day', async () => {
      ports.upload(key, long);
      ports.noMachine = 'ResourceLimitExceeded: ml.m5.xlarge for processing job usage is 0';
      for (let hour = 0; hour < 24; hour++) {
        expect(await receive(event(long, 'A1'))).toMatchObject({ status: 'checking' });
        clock += 60 * 60 * 1_000;
      }
      expect(await receive(event(long, 'A1'))).toMatchObject({
        status: 'rejected',
        upload: { reason: expect.stringContaining('ResourceLimitExceeded') },
      });
    });

    it('is checked by the function up to the very limit', async () => {
      const most = 'y'.repeat(largeUploadBytes);
      ports.upload(key, most);
      expect(await receive(event(most, 'A1'))).toMatchObject({ status: 'accepted' });
      expect([ports.checks, ports.jobs.size]).toEqual([1, 0]);
    });

    it('is not copied when it is refused: its reason names where it lies', async () => {
      ports.upload(key, long);
      const head = ports.headObject.bind(ports);
      ports.headObject = async (...args) => ({ ...(await head(...args))!, bytes: 3 * 1024 ** 3 });
      await receive(event(long, 'A1'));
      ports.jobs.set(theUpload().uploadId, { failed: 'no space left' });
      await receive(event(long, 'A1'));
      const { quarantine, versionId } = theUpload();
      expect(ports.text(`${quarantine}file`)).toBeUndefined();
      const reason = JSON.parse(ports.text(`${quarantine}reason.json`)!) as Record<string, unknown>;
      expect(reason).toMatchObject({ source: { key, versionId } });
      expect(JSON.stringify(reason)).toContain(`Copy s3://data/${key}`);
    });
  });

  it('leaves an upload to whoever holds it, takes it over when that is dead, and gives up on the fourth', async () => {
    ports.upload(key, 'one');
    const die = async (): Promise<ReceiveOutcome> => {
      ports.crashAt = ports.calls.length === 0 ? 5 : 6;
      ports.crashBefore = true;
      return await receive(event('one', 'A1'));
    };
    await expect(die()).rejects.toSatisfy(isCrash);
    ports.crashAt = Number.POSITIVE_INFINITY;
    expect(await receive(event('one', 'A1'))).toMatchObject({ status: 'checking', duplicate: true });
    for (let attempt = 2; attempt <= 3; attempt++) {
      clock += 17 * 60 * 1_000;
      await expect(die()).rejects.toSatisfy(isCrash);
    }
    clock += 17 * 60 * 1_000;
    ports.crashAt = Number.POSITIVE_INFINITY;
    expect(await receive(event('one', 'A1'))).toMatchObject({
      status: 'rejected',
      upload: { attempt: 4, verdict: { byRule: { 'file:not-received': 1 } } },
    });
  });

  /** As the platform does: three tries of an event; while the upload is open, the sweep delivers it again. */
  async function sweepUntilEnded(rounds: number): Promise<number> {
    let failed = 0;
    for (let round = 0; round < rounds; round++) {
      const invocation = `invocation-${++invocations}`;
      for (let attempt = 1; attempt <= 3; attempt++) {
        try {
          await receive(event('one', 'A1'), invocation);
          break;
        } catch {
          failed++;
        }
      }
      if ([...ports.uploads.values()][0]!.announcedAt !== undefined) break;
      clock += 17 * 60 * 1_000;
    }
    return failed;
  }

  it.each(['headObject', 'rememberSequencer', 'readTable', 'check', 'copyObject', 'addCommit'] as const)(
    'ends with one page, and the object where it is, when %s fails for ever',
    async (port) => {
      ports.upload(key, 'one');
      ports[port] = async () => {
        throw Object.assign(new Error('Nothing will help'), { name: 'ValidationException' });
      };
      expect(await sweepUntilEnded(30)).toBeLessThanOrEqual(4);
      const [upload] = [...ports.uploads.values()];
      expect(upload).toMatchObject({
        status: 'rejected',
        reason:
          'Expected an attempt that ends; received 3 that did not; the last that could tell failed with ValidationException: Nothing will help.',
      });
      expect(upload!.quarantine).toBeUndefined();
      expect(ports.pages).toMatchObject([
        { severity: 'page', todo: expect.stringContaining(`The file is untouched, s3://data/${key} in`) },
      ]);
    },
  );

  it('ends as the version it made when only what follows the commit fails for ever', async () => {
    ports.upload(key, 'one');
    ports.replaceUploadAndAddVersion = async () => {
      throw Object.assign(new Error('Item size has exceeded'), { name: 'ValidationException' });
    };
    await sweepUntilEnded(30);
    expect([...ports.uploads.values()]).toMatchObject([
      { status: 'accepted', datasetVersion: 0, digest: digestOf('one') },
    ]);
    expect([[...ports.versions.keys()], ports.announced, ports.pages]).toEqual([[0], [0], []]);
  });

  it('keeps a good file open while a service is away, however long, and accepts it afterwards', async () => {
    ports.upload(key, 'one');
    const { answer } = ports;
    ports.answer = () => {
      throw new ServiceAway('TooManyRequestsException: Rate Exceeded.');
    };
    expect(await sweepUntilEnded(20)).toBe(60);
    expect([...ports.uploads.values()]).toMatchObject([
      { status: 'checking', outages: 60, failure: expect.stringContaining('Rate Exceeded') },
    ]);
    expect(ports.pages).toEqual([]);
    ports.answer = answer;
    expect(await sweepUntilEnded(1)).toBe(0);
    expect([...ports.uploads.values()]).toMatchObject([{ status: 'accepted', attempt: 61 }]);
  });

  it('says of a failure that it cannot even remember what both were', async () => {
    ports.upload(key, 'one');
    const lost = new Error('no registry');
    ports.answer = () => {
      ports.replaceUpload = async () => {
        throw lost;
      };
      throw new ServiceAway('no check');
    };
    await expect(receive(event('one', 'A1'))).rejects.toMatchObject({
      message: expect.stringContaining('it counts as one that died'),
      errors: [expect.any(ServiceAway), lost],
    });
  });

  it('ignores a folder whose name no key of ours could hold, without a call', async () => {
    const long = `landing/${'d'.repeat(256)}/a.csv`;
    expect(await receive(event('one', 'A1', { key: long }))).toEqual({
      status: 'ignored',
      reason: "the folder below landing/ has a name of 256 bytes, a dataset's has at most 255",
    });
    expect(ports.calls).toEqual([]);
  });

  it('plans anew when another writer commits first', async () => {
    ports.upload(key, 'one');
    const other = 'landing/readings/b.csv';
    ports.upload(other, 'two');
    ports.beforeCommit = async () => {
      await receive(event('two', 'A2', { key: other }));
    };
    expect(await receive(event('one', 'A1'))).toMatchObject({
      status: 'accepted',
      upload: { datasetVersion: 1 },
    });
    tableHolds('one', 'two');
    expect([...ports.versions.keys()].sort()).toEqual([0, 1]);
  });

  it('loses to a newer upload of its own key that commits first', async () => {
    ports.upload(key, 'old');
    ports.beforeCommit = async () => {
      ports.upload(key, 'new');
      await receive(event('new', 'A2'));
    };
    expect(await receive(event('old', 'A1'))).toMatchObject({ status: 'superseded' });
    tableHolds('new');
  });

  it('ends in the same state wherever the first attempt was killed', async () => {
    const run = async (crashAt: number, crashBefore: boolean): Promise<boolean> => {
      ports = Object.assign(new FakePorts(), { answer: ports.answer, staysDead: true });
      ports.upload(key, 'some');
      ports.crashAt = crashAt;
      ports.crashBefore = crashBefore;
      let crashed = false;
      try {
        await receive(event('some', 'A1'), 'same');
      } catch (error) {
        if (!isCrash(error)) throw error;
        crashed = true;
        ports.crashAt = Number.POSITIVE_INFINITY;
        await receive(event('some', 'A1'), 'same');
      }
      expect(ports.log()).toHaveLength(1);
      expect([...ports.versions.keys()]).toEqual([0]);
      expect([...ports.uploads.values()]).toMatchObject([{ status: 'accepted', datasetVersion: 0 }]);
      // At least once, and under one id: whoever listens hears of one version and one page.
      expect(new Set(ports.announced)).toEqual(new Set([0]));
      expect(new Set(ports.pages.map(({ pageId }) => pageId)).size).toBe(1);
      return crashed;
    };
    let points = 0;
    for (const crashBefore of [true, false]) {
      for (let crashAt = 1; await run(crashAt, crashBefore); crashAt++) points++;
    }
    expect(points).toBeGreaterThan(20);
  });

  it('records the version of a writer that died between the log and the registry', async () => {
    ports.upload(key, 'one');
    ports.crashBefore = true;
    // Killed as it writes the registry.
    const original = ports.replaceUploadAndAddVersion.bind(ports);
    ports.replaceUploadAndAddVersion = async () => {
      throw new Crash();
    };
    await expect(receive(event('one', 'A1'))).rejects.toThrow(Crash);
    ports.replaceUploadAndAddVersion = original;
    const other = 'landing/readings/b.csv';
    ports.upload(other, 'two');
    await receive(event('two', 'A2', { key: other }));
    expect([...ports.versions.keys()].sort()).toEqual([0, 1]);
    clock += 17 * 60 * 1_000;
    expect(await receive(event('one', 'A1'))).toMatchObject({
      status: 'accepted',
      upload: { datasetVersion: 0 },
    });
    tableHolds('one', 'two');
  });
});
