import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DescribeProcessingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket } from './support/bucket.ts';
import { readDeltaTable } from './support/delta-table.ts';
import { eventually } from './support/eventually.ts';
import type { UploadItem } from './support/items.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { queryParquet } from './support/parquet.ts';
import { Registry } from './support/registry.ts';
import { toCsv, weatherRows } from './support/weather-rows.ts';

// A file too large for the function that checks uploads becomes a dataset version by way of a processing job. The function is
// told for the while that small files are large ones.

const dataset = 'weather';
const run = Date.now();
const key = `landing/${dataset}/test-${run}-large [1].csv`;
const lambda = new LambdaClient({});
const sagemaker = new SageMakerClient({});

let twin: Twin;
let registry: Registry;
let bucket: Bucket;

async function setLimit(bytes: string): Promise<string> {
  const FunctionName = `${twin.stack}-receive-upload`;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment!.Variables, LARGE_UPLOAD_BYTES: bytes };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  return Environment!.Variables!.LARGE_UPLOAD_BYTES!;
}

const theUpload = async (): Promise<(UploadItem & { readonly checkJob?: string }) | undefined> =>
  (await registry.uploads(dataset)).filter((upload) => upload.key === key).at(-1);

/** How many rows of the last day of the year the newest version has: other tests upload such rows, too. */
async function rowsOfTheDay(): Promise<number> {
  const table = await readDeltaTable(bucket, dataset);
  const files = await Promise.all(
    table.filesAt(table.commits.at(-1)!).map(({ key: file }) => bucket.bytes(file)),
  );
  const [stored] = await queryParquet<{ rows: bigint }>(
    files,
    'SELECT count(*) AS rows FROM $files WHERE month = 12 AND day = 31',
  );
  return Number(stored!.rows);
}

let limit: string;

beforeAll(async () => {
  twin = await openTwin();
  registry = new Registry(twin.table);
  bucket = new Bucket(twin.dataBucket);
  limit = await setLimit('1000');
});
afterAll(async () => {
  if (limit !== undefined) await setLimit(limit);
});

describe('a file too large for the function', () => {
  it('is checked by a processing job and becomes a version of its dataset', async () => {
    const before = await rowsOfTheDay();
    const rows = weatherRows(31, 60, run);
    // One row is bad: it is set aside as the function would set it aside.
    await bucket.put(key, toCsv(rows.map((row, index) => (index === 7 ? { ...row, humid: 900 } : row))));
    const upload = await eventually(
      'the version of a large upload',
      async () => {
        const found = await theUpload();
        return found === undefined || found.status === 'checking' ? null : found;
      },
      90,
    );
    expect(upload).toMatchObject({
      status: 'accepted',
      verdict: { status: 'accepted', rows: 59, quarantinedRows: 1 },
    });
    const job = await sagemaker.send(
      new DescribeProcessingJobCommand({ ProcessingJobName: upload.checkJob! }),
    );
    expect(job).toMatchObject({
      ProcessingJobStatus: 'Completed',
      NetworkConfig: { EnableNetworkIsolation: true },
    });

    expect((await rowsOfTheDay()) - before).toBe(59);
    expect(await bucket.json(`${upload.quarantine}reason.json`)).toMatchObject({ source: { key } });
    expect(await bucket.head(`${upload.quarantine}rows.parquet`)).not.toBeNull();
  });

  it('is not made a version again by the same event', async () => {
    const before = (await theUpload())!;
    const versions = (await registry.datasetVersions(dataset)).length;
    const event = {
      ...{ source: 'aws.s3', 'detail-type': 'Object Created' },
      detail: {
        bucket: { name: bucket.name },
        object: {
          ...{ key, size: before.bytes, etag: before.etag.replaceAll('"', '') },
          ...{ 'version-id': before.versionId, sequencer: before.sequencer },
        },
        requester: twin.state.account,
      },
    };
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: `${twin.stack}-receive-upload`, Payload: JSON.stringify(event) }),
    );
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Buffer.from(Payload!).toString())).toMatchObject({
      ...{ status: 'accepted', duplicate: true },
      upload: { uploadId: before.uploadId, checkJob: (before as { checkJob?: string }).checkJob },
    });
    expect((await registry.datasetVersions(dataset)).length).toBe(versions);
  });
});
