import type { CheckedData } from '../contracts/check-answer.ts';
import { dataPrefix } from '../names.ts';
import { dataFilePath } from './plan-commit.ts';
import type { UploadPorts } from './upload-ports.ts';

/**
 * Copies checked rows from staging into their table, unless a file with these very rows is there.
 * @returns the file's length: an older release of the engine may have written the same rows differently
 */
export async function publishRows(
  ports: Pick<UploadPorts, 'headObject' | 'copyObject'>,
  dataset: string,
  data: Pick<CheckedData, 'stagingKey' | 'digest' | 'bytes'>,
): Promise<number> {
  const key = `${dataPrefix.table(dataset)}${dataFilePath(data.digest)}`;
  const there = await ports.headObject(key);
  if (there !== null) return there.bytes;
  await ports.copyObject({ key: data.stagingKey }, key);
  return data.bytes;
}
