import type { Contract } from '../contracts/contract.ts';
import { contractDigest } from '../contracts/contract-digest.ts';
import { largeCheckPath } from '../contracts/large-check.ts';
import { checkJobPrefix, dataPrefix } from '../names.ts';

const gibi = 1024 ** 3;
/** What SageMaker gives at most, GB. */
const largestVolume = 16_384;
/** Text within gzip is taken for so many times its stored size: tables reach four to eight. */
const inflation = 10;

/**
 * The name of the processing job that checks an upload by a contract: a repeated question finds the job that was started, a contract
 * that was deployed meanwhile starts another. At most 63 characters, as SageMaker asks.
 * @param attempt one-based; a job that failed keeps its name
 */
export function largeCheckName(
  environment: string,
  uploadId: string,
  contract: Contract,
  attempt: number,
): string {
  const digest = contractDigest(contract).slice(0, 6);
  return `${checkJobPrefix(environment)}${uploadId}-${digest}${attempt > 1 ? `-${attempt}` : ''}`;
}

/** Prefix in the data bucket of all that a job is told and answers. */
export const largeCheckPrefix = (dataset: string, uploadId: string, job: string): string =>
  `${dataPrefix.staging(dataset, uploadId)}${job}/`;

/**
 * Size of the job's disk in GB: four times what the file inflates to, for the file, what text parses to, the rows that are written
 * and what the engine spills.
 */
export function largeCheckVolume(bytes: number, isGzip: boolean): number {
  const inflated = bytes * (isGzip ? inflation : 1);
  return Math.min(largestVolume, Math.ceil((4 * inflated) / gibi) + 4);
}

/** A list of objects, as SageMaker reads it from an input of type `ManifestFile`: each becomes a file named by its key below `prefix`. */
export const inputManifest = (bucket: string, prefix: string, names: readonly string[]): string =>
  JSON.stringify([{ prefix: `s3://${bucket}/${prefix}` }, ...names]);

/**
 * Unpacks Node, DuckDB and the check below the inputs' folder, which is on the job's own disk, and runs the check. The image has
 * neither of the three; its Python can unpack a zip.
 */
export const largeCheckEntrypoint = [
  'sh',
  '-ec',
  'cd "$0"; tar -xzf node/*.tgz package/bin/node; for x in duckdb worker; do python3 -m zipfile -e $x/*.zip $x; done; export NODE_PATH="$0/duckdb/nodejs/node_modules"; exec package/bin/node worker/check-large.cjs "$0" "$1" "$2"',
  largeCheckPath.input,
  largeCheckPath.output,
  largeCheckPath.message,
] as const;
