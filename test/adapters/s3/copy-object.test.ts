import { CopyObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3 } from '../../../adapters/s3/client.ts';
import { copyObject } from '../../../adapters/s3/copy-object.ts';

const gibi = 1024 ** 3;
/** What S3 was asked, by the name of the operation. */
let asked: { readonly name: string; readonly input: Record<string, unknown> }[];
let bytes: number;
let failingPart: number | undefined;

beforeEach(() => {
  asked = [];
  failingPart = undefined;
  vi.spyOn(s3, 'send').mockImplementation((async (command: { readonly input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push({ name, input: command.input });
    if (command instanceof HeadObjectCommand) {
      return { VersionId: 'v1', ETag: '"e"', ContentLength: bytes, LastModified: new Date(0) };
    }
    if (name === 'CreateMultipartUpload') return { UploadId: 'u' };
    if (name === 'UploadPartCopy') {
      if (command.input.PartNumber === failingPart) throw new Error('SlowDown');
      return { CopyPartResult: { ETag: `part-${String(command.input.PartNumber)}` } };
    }
    return {};
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

const copy = () => copyObject({ bucket: 'data', from: 'staging/a b.parquet', to: 'datasets/x.parquet' });
const named = (name: string) => asked.filter((call) => call.name === name).map(({ input }) => input);

describe('copyObject', () => {
  it('copies up to 5 GiB in one request, without tags', async () => {
    bytes = 5 * gibi;
    await copy();
    expect(named(CopyObjectCommand.name.replace('Command', ''))).toEqual([
      {
        Bucket: 'data',
        Key: 'datasets/x.parquet',
        CopySource: 'data/staging/a%20b.parquet',
        TaggingDirective: 'REPLACE',
      },
    ]);
    expect(named('CreateMultipartUpload')).toEqual([]);
  });

  it('copies more in parts that join without a gap, of this very content', async () => {
    bytes = 5 * gibi + 1;
    await copy();
    const parts = named('UploadPartCopy').sort((a, b) => Number(a.PartNumber) - Number(b.PartNumber));
    expect(parts.map(({ CopySourceRange }) => CopySourceRange)).toEqual([
      ...[0, 1, 2, 3, 4].map((part) => `bytes=${part * gibi}-${(part + 1) * gibi - 1}`),
      `bytes=${5 * gibi}-${5 * gibi}`,
    ]);
    expect(new Set(parts.map(({ CopySourceIfMatch }) => CopySourceIfMatch))).toEqual(new Set(['"e"']));
    expect(named('CompleteMultipartUpload')).toMatchObject([
      {
        UploadId: 'u',
        MultipartUpload: {
          Parts: [1, 2, 3, 4, 5, 6].map((part) => ({ PartNumber: part, ETag: `part-${part}` })),
        },
      },
    ]);
    expect(named('CopyObject')).toEqual([]);
  });

  it('leaves no parts behind where one fails', async () => {
    bytes = 20 * gibi;
    failingPart = 3;
    await expect(copy()).rejects.toThrow('SlowDown');
    expect(named('AbortMultipartUpload')).toMatchObject([{ UploadId: 'u', Key: 'datasets/x.parquet' }]);
    expect(named('CompleteMultipartUpload')).toEqual([]);
  });
});
