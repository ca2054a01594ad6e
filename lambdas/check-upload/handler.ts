import { join } from 'node:path';
import * as v from 'valibot';
import { fetchReferences } from '../../adapters/datasets/fetch-references.ts';
import { keepChecked } from '../../adapters/datasets/keep-checked.ts';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { checkFile } from '../../adapters/duckdb/check-file.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { isGone } from '../../adapters/s3/is-gone.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import type { CheckAnswer } from '../../core/contracts/check-answer.ts';
import { dataPrefix } from '../../core/names.ts';
import { env } from './env.ts';

const CheckQuestion = v.object({
  uploadId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  dataset: v.string(),
  key: v.pipe(v.string(), v.startsWith('landing/')),
  versionId: v.string(),
  etag: v.string(),
});

/** Reads one untrusted object version against its contract; leaves rows in `staging/` and `quarantine/`. */
export async function handler(event: unknown): Promise<CheckAnswer> {
  const { DATA_BUCKET: bucket, REGISTRY_TABLE: table } = readEnv(env);
  const question = v.parse(CheckQuestion, event);
  const { uploadId, dataset, key, versionId, etag } = question;
  const contract = findContract(dataset)?.contract;
  if (contract === undefined) throw new Error(`Cannot check '${key}': no contract for dataset '${dataset}'`);
  return await withWorkDirectory(async (directory) => {
    const file = join(directory, 'upload');
    let uploadedAt: Date | undefined;
    try {
      ({ lastModified: uploadedAt } = await getObjectToFile({ bucket, key, versionId, etag, file }));
    } catch (error) {
      if (isGone(error)) return { status: 'vanished' };
      throw error;
    }
    const { verdict, good, bad } = await checkFile({
      contract,
      file,
      directory,
      uploadedAt,
      references: await fetchReferences({ bucket, table, contract, directory }),
    });
    return await keepChecked({
      ...{ bucket, contract, question, verdict, good },
      keepGood: async (digest) => {
        const stagingKey = `${dataPrefix.staging(dataset, uploadId)}${digest}.parquet`;
        await putFile({ bucket, key: stagingKey, file: good!.file });
        return stagingKey;
      },
      keepBad:
        bad === null ? null : async (target) => void (await putFile({ bucket, key: target, file: bad })),
    });
  });
}
