import { join } from 'node:path';
import { fetchReferences } from '../adapters/datasets/fetch-references.ts';
import { checkFile } from '../adapters/duckdb/check-file.ts';
import { withWorkDirectory } from '../adapters/duckdb/work-directory.ts';
import { getObjectToFile } from '../adapters/s3/get-object-to-file.ts';
import { isGone } from '../adapters/s3/is-gone.ts';
import type { Contract, ContractVerdict } from '../core/contracts/contract.ts';
import type { UploadRecord } from '../core/registry/records.ts';

/** A stored upload's verdict by another contract, checked on this machine; null where the object is gone. */
export const tryUpload = (
  { bucket, table }: { readonly bucket: string; readonly table: string },
  contract: Contract,
  { key, versionId, etag, receivedAt }: UploadRecord,
): Promise<ContractVerdict | null> =>
  withWorkDirectory(async (directory) => {
    const file = join(directory, 'upload');
    try {
      await getObjectToFile({ bucket, key, versionId, etag, file });
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
    const references = await fetchReferences({ bucket, table, contract, directory });
    const uploadedAt = new Date(receivedAt);
    return (await checkFile({ contract, file, directory, uploadedAt, references, split: false })).verdict;
  });
