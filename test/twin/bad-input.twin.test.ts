import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket } from './support/bucket.ts';
import { readDeltaTable } from './support/delta-table.ts';
import { eventually } from './support/eventually.ts';
import type { UploadItem } from './support/items.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { queryParquet } from './support/parquet.ts';
import { type Page, readInbox } from './support/read-inbox.ts';
import { Registry } from './support/registry.ts';
import { askBallast } from './support/run-ballast.ts';
import { toParquet } from './support/to-parquet.ts';
import { toCsv, type WeatherRow, weatherRows } from './support/weather-rows.ts';

// Files as they should not be, uploaded through S3 like any other: each with a clear reason in the quarantine and on its
// owner's page, nothing lost and nothing half-written. Hours of late December disturb no other test.

const dataset = 'weather';
const checkout = join(import.meta.dirname, '..', '..');
/** Tells the keys and the rows of this run from those of one before, on a twin that is used again. */
const run = Date.now();
const keyOf = (name: string): string => `landing/${dataset}/test-${run}-${name}`;
const lambda = new LambdaClient({});

let twin: Twin;
let registry: Registry;
let bucket: Bucket;
let commitsBefore: number;
let releasesBefore: number;
/** Uploads of this file that became a dataset version each. */
let accepted = 0;
/** Uploads that need nobody: a page would come a little later, so it is looked for at the end. */
const silent: UploadItem[] = [];

const commits = async (): Promise<number> => (await readDeltaTable(bucket, dataset)).commits.length;

/** Every upload of a key that has come to its end, oldest first. */
const endedUploads = async (key: string, of = dataset): Promise<UploadItem[]> =>
  (await registry.uploads(of)).filter((upload) => upload.key === key && upload.status !== 'checking');

const verdictOn = (key: string, of = dataset): Promise<UploadItem> =>
  eventually(`a verdict on ${key}`, async () => (await endedUploads(key, of)).at(-1), 60);

const pagesAbout = ({ uploadId }: UploadItem): Page[] =>
  readInbox(twin.state.inboxDirectory).filter(({ text }) => text.includes(`Page upload-${uploadId}, from`));

/** The rows of the weather's newest version for a day. */
async function storedRows(day: number): Promise<{ origin: string; hour: number; temp: number }[]> {
  const table = await readDeltaTable(bucket, dataset);
  const files = await Promise.all(
    table.filesAt(table.commits.at(-1)!).map(({ key: file }) => bucket.bytes(file)),
  );
  return queryParquet(
    files,
    `SELECT origin, hour, CAST(temp AS DOUBLE) AS temp FROM $files WHERE month = 12 AND day = ${day} ORDER BY ALL`,
  );
}

interface Outcome {
  readonly status: string;
  readonly duplicate?: boolean;
  readonly reason?: string;
  readonly upload?: { readonly uploadId: string; readonly reason?: string };
}

/** Has an event of S3 delivered to the function that receives uploads, as EventBridge delivers it. */
async function deliver(object: {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly sequencer: string;
  readonly 'version-id'?: string;
}): Promise<Outcome> {
  const event = {
    ...{ version: '0', id: crypto.randomUUID(), 'detail-type': 'Object Created', source: 'aws.s3' },
    ...{ account: twin.state.account, time: new Date().toISOString(), region: twin.state.region },
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      ...{ version: '0', bucket: { name: bucket.name }, object, reason: 'PutObject' },
      requester: twin.state.account,
    },
  };
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: `${twin.stack}-receive-upload`, Payload: JSON.stringify(event) }),
  );
  const answer = Buffer.from(Payload!).toString();
  if (FunctionError !== undefined) throw new Error(`receive-upload failed: ${answer}`);
  return JSON.parse(answer) as Outcome;
}

const objectOf = ({ key, etag, bytes, sequencer, versionId }: UploadItem) => ({
  ...{ key, etag: etag.replaceAll('"', ''), size: bytes, sequencer, 'version-id': versionId },
});

/** A sequencer of the same key that came a little earlier. */
const earlier = (sequencer: string): string =>
  (BigInt(`0x${sequencer}`) - 1n).toString(16).toUpperCase().padStart(sequencer.length, '0');

const bySequencer = (uploads: readonly UploadItem[]): UploadItem[] =>
  [...uploads].sort((a, b) => a.sequencer.localeCompare(b.sequencer));

beforeAll(async () => {
  twin = await openTwin();
  registry = new Registry(twin.table);
  bucket = new Bucket(twin.dataBucket);
  commitsBefore = await commits();
  releasesBefore = (await registry.runs('flight-delay')).length;
});

afterAll(async () => {
  // Whatever the order of these tests: as many versions as uploads were accepted, and nobody's release was started.
  expect(await commits()).toBe(commitsBefore + accepted);
  expect((await registry.datasetVersions(dataset)).length).toBe(commitsBefore + accepted);
  expect((await registry.runs('flight-delay')).length).toBe(releasesBefore);
});

const change = (rows: readonly WeatherRow[], at: readonly number[], values: WeatherRow): WeatherRow[] =>
  rows.map((row, index) => (at.includes(index) ? { ...row, ...values } : row));

describe('files that are refused as a whole', () => {
  const rows = weatherRows(31, 60, run);
  const csv = toCsv(rows);
  const without = (name: string): WeatherRow[] =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== name)));

  const cases: readonly {
    readonly name: string;
    readonly bytes: () => string | Uint8Array | Promise<Uint8Array>;
    /** Rules as reason.json has them, with how often each is broken. */
    readonly rules: Readonly<Record<string, number>>;
    readonly reason: RegExp;
  }[] = [
    {
      name: 'empty.csv',
      bytes: () => '',
      rules: { 'file:format': 1 },
      reason: /^Expected CSV or JSON lines .*; received an empty file \(0 bytes\)[.]$/,
    },
    {
      name: 'header-only.csv',
      bytes: () => csv.slice(0, csv.indexOf('\n') + 1),
      rules: {},
      reason: /^The file has column names but no row[.]$/,
    },
    {
      name: 'truncated.parquet',
      bytes: async () => (await toParquet(csv)).subarray(0, -100),
      rules: { 'file:format': 1 },
      reason: /received a Parquet file without its end: it was cut off[.]$/,
    },
    {
      name: 'hollow.parquet',
      bytes: async () => {
        // Right at both ends, and in between no Parquet.
        const file = await toParquet(csv);
        return Uint8Array.from(file, (byte, index) => (index < 4 || index >= file.length - 8 ? byte : 0x5a));
      },
      rules: { 'file:unreadable': 1 },
      reason: /^Expected a Parquet file that can be read; received /,
    },
    {
      name: 'wrong-magic.parquet',
      bytes: async () => {
        const file = Buffer.from(await toParquet(csv));
        file.write('RAP1', 0);
        return file;
      },
      rules: { 'file:encoding': 1 },
      reason: /^Expected UTF-8 throughout; received bytes that are not UTF-8/,
    },
    {
      name: 'missing-column.csv',
      bytes: () => toCsv(without('pressure')),
      rules: { 'file:missing-column': 1 },
      reason: /^Expected a column 'pressure'; received columns origin, year,/,
    },
    {
      name: 'additional-column.csv',
      bytes: () => toCsv(rows.map((row) => ({ ...row, station: 'KEWR' }))),
      rules: { 'file:additional-column': 1 },
      reason: /^Expected only the columns .*; received 'station'[.]$/,
    },
    {
      name: 'share-above-maximum.csv',
      bytes: () => toCsv(change(rows, [3, 7, 11, 15], { temp: 'warm' })),
      rules: { 'column:temp:type': 4 },
      reason: /^4 of 60 rows break the contract: 6[.]7 %, allowed are 5 %[.]$/,
    },
    {
      name: 'all-wrong.csv',
      bytes: () =>
        toCsv(
          change(
            rows,
            rows.map((_, index) => index),
            { origin: 'LHR' },
          ),
        ),
      rules: { 'column:origin:one-of': 60 },
      reason: /^None of its 60 rows keeps the contract[.]$/,
    },
    {
      name: 'utf-16.csv',
      bytes: () => Buffer.from(`\ufeff${csv}`, 'utf16le'),
      rules: { 'file:format': 1 },
      reason: /received text in UTF-16 or UTF-32[.]$/,
    },
  ];

  const sent = new Map<string, Uint8Array>();
  beforeAll(async () => {
    await Promise.all(
      cases.map(async ({ name, bytes }) => {
        const body = Buffer.from(await bytes());
        sent.set(name, body);
        await bucket.put(keyOf(name), body);
      }),
    );
  });

  it.each(cases)('$name', async ({ name, rules, reason }) => {
    const upload = await verdictOn(keyOf(name));
    expect(upload).toMatchObject({ status: 'rejected', reason: expect.stringMatching(reason) });
    expect(upload.verdict?.byRule).toEqual(rules);
    expect(upload.datasetVersion).toBeUndefined();
    expect((await endedUploads(keyOf(name))).length).toBe(1);

    // In quarantine is the very file, with a reason that says where it came from and what to do.
    const prefix = `quarantine/${dataset}/${upload.uploadId}/`;
    expect(upload.quarantine).toBe(prefix);
    expect(await bucket.keys(prefix)).toEqual(
      expect.arrayContaining([`${prefix}file`, `${prefix}reason.json`]),
    );
    expect(Buffer.compare(await bucket.bytes(`${prefix}file`), sent.get(name)!)).toBe(0);
    const told = await bucket.json<{
      what: string;
      source: object;
      rules: { rule: string; count: number }[];
      howToReplay: string[];
    }>(`${prefix}reason.json`);
    expect(told.what).toBe(`The whole file was refused. ${upload.reason}`);
    expect(told.source).toEqual({ bucket: bucket.name, key: upload.key, versionId: upload.versionId });
    expect(Object.fromEntries(told.rules.map(({ rule, count }) => [rule, count]))).toEqual(rules);
    expect(told.howToReplay.join(' ')).toContain(`Upload it to landing/${dataset}/ again`);

    // Its owner's page.
    const page = await eventually(`the page about ${name}`, () => pagesAbout(upload)[0]);
    expect(page.subject).toBe("[dev] PAGE Upload to 'weather' refused");
    expect(page.line('What')).toContain(upload.key);
    expect(page.line('What').replaceAll(/\s+/g, ' ')).toContain(upload.reason!.replaceAll(/\s+/g, ' '));
    expect(page.line('Owner')).toBe('flight-operations');
    expect(page.line('What to do')).toContain(`s3://${bucket.name}/${prefix}reason.json`);
    expect(page.line('Runbook')).toBe('docs/runbook/rejected-upload.md');
    expect(existsSync(join(checkout, page.line('Runbook')))).toBe(true);

    // Nothing lost, nothing half-written.
    expect(await bucket.head(upload.key)).not.toBeNull();
    expect(await bucket.keys(`staging/${dataset}/${upload.uploadId}/`)).toEqual([]);
    const versions = await registry.datasetVersions(dataset);
    expect(versions.map(({ source: { uploadId } }) => uploadId)).not.toContain(upload.uploadId);
  });

  it('none of them has become a commit, and the command line shows their reasons', async () => {
    for (const { name } of cases) await verdictOn(keyOf(name));
    expect(await commits()).toBe(commitsBefore + accepted);
    const shown = await askBallast<{ key: string; status: string; reason: string; quarantine: string }[]>(
      ...['uploads', dataset, '--last', '100'],
    );
    for (const { name, reason } of cases) {
      expect(shown.find(({ key }) => key === keyOf(name))).toMatchObject({
        status: 'rejected',
        reason: expect.stringMatching(reason),
        quarantine: expect.stringContaining(`s3://${bucket.name}/quarantine/${dataset}/`),
      });
    }
  });
});

describe('a file for a dataset that nobody reads', () => {
  it('is quarantined with the reason', async () => {
    const key = `landing/unheard-of/test-${run}.csv`;
    await bucket.put(key, 'a,b\n1,2\n');
    const upload = await verdictOn(key, 'unheard-of');
    expect(upload).toMatchObject({ status: 'rejected', reason: expect.stringContaining("'unheard-of'") });
    expect(await bucket.text(`${upload.quarantine}file`)).toBe('a,b\n1,2\n');
    silent.push(upload);
  });
});

// A line feed is not among them: the emulator's wildcards of IAM do not match one, AWS's do. The requests that such a key
// makes are held against S3's rules in test/adapters/s3/objects.test.ts.
describe('a key that is not as keys should be', () => {
  const longest = `landing/${dataset}/test-${run}-`.padEnd(1_024, 'x');
  const keys = [
    keyOf('a+b c.csv'),
    keyOf('a%20b%2Fc.csv'),
    keyOf('take-off 🛫.csv'),
    keyOf('../../../etc/passwd'),
    // Cyrillic letters that look like Latin ones, and a letter that has two spellings.
    keyOf('fӏіghts-e\u0301.csv'),
    keyOf('fӏіghts-\u00e9.csv'),
    keyOf(`'; DROP TABLE x; --?versionId=null&a=b#c.csv`),
    longest,
  ];
  const csv = toCsv(weatherRows(28, 30, run + 4));
  beforeAll(async () => {
    // Refused as a whole, so that the file has to be copied by its odd key; each tells its own from the others.
    await Promise.all(keys.map((key, index) => bucket.put(key, `nothing,of\nours,${index}\n`)));
  });

  it.each(keys.map((key, index) => ({ key, index })))('$key comes back as it was', async ({ key, index }) => {
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1_024);
    const upload = await verdictOn(key);
    expect(upload).toMatchObject({ status: 'rejected', key });
    const prefix = `quarantine/${dataset}/${upload.uploadId}/`;
    expect(await bucket.text(`${prefix}file`)).toBe(`nothing,of\nours,${index}\n`);
    const { source } = await bucket.json<{ source: object }>(`${prefix}reason.json`);
    expect(source).toEqual({ bucket: bucket.name, key, versionId: upload.versionId });
    expect((await endedUploads(key)).length).toBe(1);
  });

  it('names the source of a version to the letter', async () => {
    const key = keyOf('good 100% + 🛫/../x.csv');
    await bucket.put(key, csv);
    const upload = await verdictOn(key);
    expect(upload).toMatchObject({ status: 'accepted', key, verdict: { rows: 30 } });
    accepted++;
    const versions = await registry.datasetVersions(dataset);
    expect(versions.find(({ version }) => version === upload.datasetVersion)?.source.key).toBe(key);
  });
});

describe('a file with wrong types in some rows, whose event comes four times', () => {
  const key = keyOf('some-wrong.csv');
  const rows = weatherRows(31, 60, run);
  let upload: UploadItem;
  beforeAll(async () => {
    await bucket.put(
      key,
      toCsv(change(change(rows, [4], { temp: 'warm' }), [9], { time_hour: 'yesterday' })),
    );
    upload = await verdictOn(key);
    accepted++;
  });

  it('becomes one version with the good rows', async () => {
    expect(upload).toMatchObject({ status: 'accepted', verdict: { rows: 58, quarantinedRows: 2 } });
    const stored = (await storedRows(31)).filter(({ temp }) => temp === rows[0]!.temp);
    const good = rows.filter((_, index) => index !== 4 && index !== 9);
    const shown = (row: WeatherRow | (typeof stored)[0]) => `${row.origin} at ${row.hour}: ${row.temp}`;
    expect(stored.map(shown).sort()).toEqual(good.map(shown).sort());
  });

  it('the two bad rows are in quarantine as they came, with rule and value', async () => {
    const set = await queryParquet(
      [await bucket.bytes(`${upload.quarantine}rows.parquet`)],
      'SELECT ballast_row AS row, ballast_rules AS rules, temp, time_hour FROM $files ORDER BY row',
    );
    expect(set).toEqual([
      { row: 5, rules: 'column:temp:type', temp: 'warm', time_hour: rows[4]!.time_hour },
      { row: 10, rules: 'column:time_hour:type', temp: String(rows[9]!.temp), time_hour: 'yesterday' },
    ]);
    const { rules } = await bucket.json<{ rules: { rule: string; examples: object[] }[] }>(
      `${upload.quarantine}reason.json`,
    );
    expect(rules.map(({ rule, examples }) => [rule, examples])).toEqual([
      ['column:temp:type', [{ row: 5, received: 'warm' }]],
      ['column:time_hour:type', [{ row: 10, received: 'yesterday' }]],
    ]);
  });

  it('the event again, three times at once: the same upload, the same version, one notice', async () => {
    const { etag, versionId, quarantine } = upload;
    const outcomes = await Promise.all([1, 2, 3].map(() => deliver(objectOf(upload))));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'accepted', duplicate: true });
      expect(outcome.upload?.uploadId).toBe(upload.uploadId);
    }
    expect(await endedUploads(key)).toMatchObject([{ etag, versionId, quarantine }]);
    const versions = (await registry.datasetVersions(dataset)).filter(({ source }) => source.key === key);
    expect(versions.map(({ version }) => version)).toEqual([upload.datasetVersion]);
    expect(await commits()).toBe(commitsBefore + accepted);
    const notice = await eventually('the notice', () => pagesAbout(upload)[0]);
    expect(notice.subject).toContain("NOTICE Rows of an upload to 'weather' were set aside: 2");
    expect(pagesAbout(upload).length).toBe(1);
  });
});

describe('an object that is overwritten', () => {
  const key = keyOf('overwritten.csv');
  const [first, second] = [weatherRows(30, 30, run + 1), weatherRows(30, 45, run + 2)] as const;
  let uploads: UploadItem[];
  beforeAll(async () => {
    const temperatures = new Set([first[0]!.temp, second[0]!.temp]);
    expect(temperatures.size).toBe(2);
    await bucket.put(key, toCsv(first));
    const overwriting = await bucket.put(key, toCsv(second));
    await eventually('a verdict on the newer content', async () =>
      (await endedUploads(key)).find(({ etag }) => etag.replaceAll('"', '') === overwriting.etag),
    );
    uploads = await eventually('a verdict on both', async () => {
      const ended = await endedUploads(key);
      return ended.length === 2 ? ended : null;
    });
    accepted += uploads.filter(({ status }) => status === 'accepted').length;
  });

  it('leaves the newer rows alone in the newest version', async () => {
    const [older, newer] = bySequencer(uploads);
    expect(newer).toMatchObject({ status: 'accepted', verdict: { rows: 45 } });
    expect(['accepted', 'superseded']).toContain(older!.status);
    const temperatures = (await storedRows(30)).map(({ temp }) => temp);
    expect(temperatures.filter((temp) => temp === second[0]!.temp).length).toBe(45);
    expect(temperatures).not.toContain(first[0]!.temp);
  });

  it.each([
    ['names content that is no more', { etag: '0'.repeat(32), 'version-id': undefined }, 1],
    ['names the newest content, but came before it', {}, 2],
  ])('a late event that %s changes nothing', async (_, changes, steps) => {
    const at = await commits();
    const [oldest, newest] = bySequencer(uploads);
    let { sequencer } = oldest!;
    for (let step = 0; step < steps; step++) sequencer = earlier(sequencer);
    const outcome = await deliver({ ...objectOf(newest!), ...changes, sequencer });
    expect(outcome).toMatchObject({ status: 'superseded', duplicate: false });
    expect(outcome.upload?.reason).toMatch(
      /overwritten before it could be read|newer upload of the same key/,
    );
    const record = (await registry.uploads(dataset)).find(
      ({ uploadId }) => uploadId === outcome.upload?.uploadId,
    )!;
    expect(record.status).toBe('superseded');
    silent.push(record);
    expect(await bucket.keys(`staging/${dataset}/${record.uploadId}/`)).toEqual([]);
    expect(await bucket.keys(`quarantine/${dataset}/${record.uploadId}/`)).toEqual([]);
    expect(await commits()).toBe(at);
  });
});

describe('an object that is gone before it is read', () => {
  it('is recorded as vanished', async () => {
    const outcome = await deliver({
      ...{ key: keyOf('deleted.csv'), etag: 'd41d8cd98f00b204e9800998ecf8427e', size: 10 },
      sequencer: '0066A1B2C3D4E5F600',
    });
    expect(outcome).toMatchObject({ status: 'vanished', upload: { reason: 'The object was deleted.' } });
    const record = await verdictOn(keyOf('deleted.csv'));
    expect(record).toMatchObject({ status: 'vanished', uploadId: outcome.upload!.uploadId });
    silent.push(record);
    expect(await bucket.keys(`staging/${dataset}/${record.uploadId}/`)).toEqual([]);
    expect(await bucket.keys(`quarantine/${dataset}/${record.uploadId}/`)).toEqual([]);
  });

  it('so is one that is really deleted at once, unless it was read before', async () => {
    const key = keyOf('deleted-at-once.csv');
    const rows = weatherRows(29, 30, run + 3);
    await bucket.put(key, toCsv(rows));
    await bucket.remove(key);
    const upload = await verdictOn(key);
    // Deleting takes nothing back that was accepted: a version is immutable.
    expect(['vanished', 'accepted']).toContain(upload.status);
    if (upload.status === 'accepted') accepted++;
    const stored = (await storedRows(29)).filter(({ temp }) => temp === rows[0]!.temp);
    expect(stored.length).toBe(upload.status === 'accepted' ? rows.length : 0);
    silent.push(upload);
  });
});

describe('events that are none of ours', () => {
  it.each([
    ['a key beside the landing zone', { key: `models/test-${run}.csv` }],
    ['a folder', { key: `landing/${dataset}/` }],
  ])('%s is ignored', async (_, { key }) => {
    const outcome = await deliver({ key, etag: 'e'.repeat(32), size: 1, sequencer: '01' });
    expect(outcome.status).toBe('ignored');
  });
});

describe('what needs nobody', () => {
  it('pages nobody: a page that was asked for later is there, and none about it', async () => {
    const key = keyOf('last.csv');
    await bucket.put(key, '');
    const last = await verdictOn(key);
    await eventually('the page about the last file', () => pagesAbout(last)[0]);
    expect(silent.length).toBe(5);
    expect(silent.flatMap(pagesAbout)).toEqual([]);
  });
});
