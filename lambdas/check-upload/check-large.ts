import { copyFile, cp, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { checkFile } from '../../adapters/duckdb/check-file.ts';
import {
  type LargeCheckAnswer,
  type LargeCheckQuestion,
  largeCheckPath,
} from '../../core/contracts/large-check.ts';
import { largeUploadLimits } from '../../core/contracts/upload-limits.ts';

/** Of the machine's memory, for the engine before it spills; the rest is for what it keeps beside. */
const engineShare = 0.6;

/**
 * The check of one large upload, as a processing job runs it: without a network, on files that were put below `input`, leaving
 * files below `output`. What it is told, this stack wrote; the uploaded file is a stranger's.
 */
export async function checkLarge(input: string, output: string): Promise<void> {
  const question = JSON.parse(
    await readFile(join(input, 'question', largeCheckPath.question), 'utf8'),
  ) as LargeCheckQuestion;
  // Beside the upload: on the disk that was made for it. The engine takes a name for a pattern: it is given one of ours.
  const directory = join(input, 'upload', `work-${process.pid}`);
  await mkdir(directory);
  const file = join(directory, 'upload');
  await rename(join(input, 'upload', question.file), file);
  const references: Record<string, readonly string[]> = {};
  for (const [dataset, paths] of Object.entries(question.references)) {
    // The engine reads below its directory alone; the inputs may be mounts of their own, between which nothing can be renamed.
    const copies = join(directory, 'references', dataset);
    if (paths.length > 0) await cp(join(input, 'references', dataset), copies, { recursive: true });
    references[dataset] = paths.map((path) => join(copies, path.slice(dataset.length + 1)));
  }
  const { size } = await stat(file);
  const { verdict, good, bad } = await checkFile({
    contract: question.contract,
    file,
    directory,
    uploadedAt: new Date(question.uploadedAt),
    references,
    limits: largeUploadLimits,
    memoryLimitInMiB: Math.floor((totalmem() * engineShare) / 1024 ** 2),
    threads: availableParallelism(),
  });
  await mkdir(output, { recursive: true });
  if (bad !== null) await copyFile(bad, join(output, largeCheckPath.bad));
  let rows: LargeCheckAnswer['good'] = null;
  if (good !== null) {
    await copyFile(good.file, join(output, largeCheckPath.good(good.digest)));
    const { bytes, digest, from, to } = good;
    rows = { bytes, rows: good.rows, digest, from, to };
  }
  const answer: LargeCheckAnswer = { fileBytes: size, verdict, good: rows, hasBad: bad !== null };
  await writeFile(join(output, largeCheckPath.answer), JSON.stringify(answer));
  console.log(JSON.stringify({ dataset: question.contract.dataset, bytes: size, status: verdict.status }));
}
