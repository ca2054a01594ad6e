import { join } from 'node:path';
import type { CaptureFile } from '../../adapters/duckdb/load-captures.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { listObjects } from '../../adapters/s3/list-objects.ts';
import { listPrefixes } from '../../adapters/s3/list-prefixes.ts';
import { type CaptureCursor, captureStart, selectCaptures } from '../../core/drift/watch.ts';

/** More than this is left for the next check: SageMaker writes about one object a minute and instance. */
const maximumObjects = 5_000;
const simultaneousDownloads = 16;

/** Downloads the captured objects that were not read yet, oldest first. */
export async function fetchCaptures(request: {
  readonly bucket: string;
  /** `capture/<endpoint>/` */
  readonly prefix: string;
  readonly cursor: CaptureCursor;
  readonly until: Date;
  readonly directory: string;
}): Promise<{
  readonly files: readonly CaptureFile[];
  readonly cursor: CaptureCursor;
  readonly left: number;
}> {
  const { bucket, prefix, directory } = request;
  const variants = await listPrefixes(bucket, prefix);
  const listed = await Promise.all(
    variants.map((variant) => listObjects(bucket, variant, captureStart(variant, request.cursor))),
  );
  const { selected, left, cursor } = selectCaptures(
    listed.flat(),
    request.cursor,
    request.until,
    maximumObjects,
  );
  const files: CaptureFile[] = [];
  const waiting = selected.map(({ key }, index) => ({
    key,
    file: join(directory, `capture-${index}.jsonl`),
  }));
  const download = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await getObjectToFile({ bucket, key: next.key, file: next.file });
      files.push({ file: next.file, variant: next.key.slice(prefix.length).split('/')[0]! });
    }
  };
  await Promise.all(Array.from({ length: simultaneousDownloads }, download));
  return { files, cursor, left };
}
