import { join } from 'node:path';
import { fetchReferences } from '../../adapters/datasets/fetch-references.ts';
import { readTable } from '../../adapters/datasets/read-table.ts';
import { checkQuarantined } from '../../adapters/duckdb/check-quarantined.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { isGone } from '../../adapters/s3/is-gone.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import type { CheckAnswer } from '../../core/contracts/check-answer.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import { dataPrefix } from '../../core/names.ts';
import type { UploadRecord } from '../../core/registry/records.ts';

/** Judges the rows of an upload that were set aside; those that pass now go to staging. */
export async function stageQuarantined(request: {
  readonly bucket: string;
  /** The registry's table. */
  readonly table: string;
  readonly contract: Contract;
  readonly upload: UploadRecord;
  /** Of this second check. */
  readonly id: string;
}): Promise<CheckAnswer> {
  const { bucket, table, contract, upload, id } = request;
  const { dataset, uploadId } = upload;
  return await withWorkDirectory(async (directory) => {
    const quarantined = join(directory, 'quarantined.parquet');
    try {
      await getObjectToFile({ bucket, key: `${upload.quarantine}rows.parquet`, file: quarantined });
    } catch (error) {
      if (isGone(error)) return { status: 'vanished' };
      throw error;
    }
    const { state } = await readTable(bucket, dataset);
    const accepted: string[] = [];
    for (const { path, digest, source } of state.files) {
      const isOwn = source.uploadId === uploadId && source.part === undefined;
      if (!isOwn && digest !== upload.digest) continue;
      const file = join(directory, path);
      await getObjectToFile({ bucket, key: `${dataPrefix.table(dataset)}${path}`, file });
      accepted.push(file);
    }
    const { verdict, good } = await checkQuarantined({
      ...{ contract, quarantined, accepted, directory },
      references: await fetchReferences({ bucket, table, contract, directory }),
    });
    const quarantine = upload.quarantine ?? null;
    if (good === null) return { status: 'checked', verdict, data: null, quarantine };
    const stagingKey = `${dataPrefix.staging(dataset, id)}${good.digest}.parquet`;
    await putFile({ bucket, key: stagingKey, file: good.file });
    const { bytes, rows, digest, from, to } = good;
    return { status: 'checked', verdict, data: { stagingKey, bytes, rows, digest, from, to }, quarantine };
  });
}
