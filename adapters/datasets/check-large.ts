import { type Access, allow } from '../../core/access.ts';
import type { CheckQuestion } from '../../core/contracts/check-answer.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import {
  AnswerUnusable,
  type LargeCheckAnswer,
  type LargeCheckQuestion,
  largeCheckPath,
  parseLargeCheckAnswer,
} from '../../core/contracts/large-check.ts';
import {
  inputManifest,
  largeCheckEntrypoint,
  largeCheckName,
  largeCheckPrefix,
  largeCheckVolume,
} from '../../core/datasets/large-check-job.ts';
import { CheckDied, type LargeCheck } from '../../core/datasets/upload-ports.ts';
import { dataPrefix } from '../../core/names.ts';
import { jobOutcome } from '../../core/training/job-outcome.ts';
import { copyObject } from '../s3/copy-object.ts';
import { getFirstBytes } from '../s3/get-first-bytes.ts';
import { getObjectActions } from '../s3/get-object-to-file.ts';
import { getText } from '../s3/get-text.ts';
import { headObject, headObjectActions, type ObjectHead } from '../s3/head-object.ts';
import { isGone } from '../s3/is-gone.ts';
import { putObjectActions } from '../s3/put-file.ts';
import { putText } from '../s3/put-text.ts';
import { createProcessingJob, createProcessingJobActions } from '../sagemaker/create-processing-job.ts';
import { passRoleActions } from '../sagemaker/create-training-job.ts';
import { describeProcessingJob, describeProcessingJobActions } from '../sagemaker/describe-processing-job.ts';
import { isLimit } from '../sagemaker/is-limit.ts';
import { keepChecked } from './keep-checked.ts';
import { latestVersion, latestVersionActions } from './latest-version.ts';
import { readTable, readTableAccess } from './read-table.ts';

/** What a function needs to have large uploads checked, and to take what the job left. */
export const checkLargeAccess: readonly Access[] = [
  allow([...createProcessingJobActions, ...describeProcessingJobActions], 'check-jobs'),
  allow(passRoleActions, 'check-role'),
  allow([...new Set([...headObjectActions, ...getObjectActions])], 'data-bucket', 'landing/*'),
  allow(getObjectActions, 'data-bucket', 'staging/*'),
  allow(putObjectActions, 'data-bucket', 'staging/*/question/*'),
  allow(putObjectActions, 'data-bucket', 'quarantine/*'),
  ...readTableAccess,
  allow(latestVersionActions, 'registry'),
];

export interface LargeCheckSettings {
  readonly environment: string;
  readonly bucket: string;
  /** The registry's table. */
  readonly table: string;
  readonly image: string;
  readonly roleArn: string;
  readonly instanceType: string;
  /** S3 URIs of the packed Node, DuckDB and check. */
  readonly archives: { readonly node: string; readonly duckdb: string; readonly worker: string };
}

/** A file may kill its check twice, like one that the function checks. */
const mostJobs = 2;
const deadlineInSeconds = 24 * 60 * 60;

/**
 * Has a processing job check one version of an object against a contract; the job is named by both. It reads the newest version of
 * the key: whoever asks must know before and after that this is the one.
 * @throws CheckDied where two jobs failed, or one was stopped
 */
export async function checkLarge(
  settings: LargeCheckSettings,
  question: CheckQuestion,
  contract: Contract,
): Promise<LargeCheck> {
  const { environment, bucket } = settings;
  const { dataset, uploadId, key, versionId } = question;
  const object = await headObject(bucket, key, versionId);
  if (object === null) return { status: 'vanished' };
  let died = '';
  for (let attempt = 1; attempt <= mostJobs; attempt++) {
    const job = largeCheckName(environment, uploadId, contract, attempt);
    const found = await describeProcessingJob(job);
    if (found === null) return await start(job, object, settings, question, contract);
    const outcome = jobOutcome(found.status, found.failureReason);
    if (outcome.state === 'running') return { status: 'running', job };
    if (outcome.state === 'succeeded') {
      return await take(largeCheckPrefix(dataset, uploadId, job), object, settings, question, contract);
    }
    died = `${job}: ${outcome.reason}`;
    // Somebody stopped it, or it ran for a day: another would be no better.
    if (found.status === 'Stopped') break;
  }
  throw new CheckDied(died);
}

async function start(
  job: string,
  object: ObjectHead,
  settings: LargeCheckSettings,
  { dataset, uploadId, key, versionId, etag }: CheckQuestion,
  contract: Contract,
): Promise<LargeCheck> {
  const { bucket, table, archives } = settings;
  const prefix = largeCheckPrefix(dataset, uploadId, job);
  let magic: Uint8Array;
  try {
    magic = await getFirstBytes({ bucket, key, versionId, etag, bytes: 2 });
  } catch (error) {
    if (isGone(error)) return { status: 'vanished' };
    throw error;
  }
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const slash = key.lastIndexOf('/') + 1;
  const references = await referredFiles(bucket, table, contract);
  const told: LargeCheckQuestion = {
    contract,
    file: key.slice(slash),
    uploadedAt: object.lastModified.toISOString(),
    references,
  };
  const manifests = `${prefix}question/`;
  const put = async (name: string, text: string): Promise<string> => {
    await putText(bucket, `${manifests}${name}`, text);
    return `s3://${bucket}/${manifests}${name}`;
  };
  const referred = Object.values(references).flat();
  const inputs = [
    { name: 'node', uri: archives.node, isManifest: false },
    { name: 'duckdb', uri: archives.duckdb, isManifest: false },
    { name: 'worker', uri: archives.worker, isManifest: false },
    { name: 'question', uri: await put(largeCheckPath.question, JSON.stringify(told)), isManifest: false },
    {
      name: 'upload',
      // A prefix would take in every object whose key begins like this one's.
      uri: await put('upload.manifest', inputManifest(bucket, key.slice(0, slash), [key.slice(slash)])),
      isManifest: true,
    },
  ];
  if (referred.length > 0) {
    const list = inputManifest(bucket, tables, referred);
    inputs.push({ name: 'references', uri: await put('references.manifest', list), isManifest: true });
  }
  try {
    await createProcessingJob({
      name: job,
      image: settings.image,
      entrypoint: largeCheckEntrypoint,
      roleArn: settings.roleArn,
      inputs,
      inputDirectory: largeCheckPath.input,
      output: { directory: largeCheckPath.output, uri: `s3://${bucket}/${prefix}` },
      instanceType: settings.instanceType,
      volumeInGB: largeCheckVolume(object.bytes, isGzip),
      maximumRuntimeInSeconds: deadlineInSeconds,
      tags: { 'ballast:dataset': dataset },
    });
  } catch (error) {
    if (isLimit(error)) return { status: 'waiting', reason: (error as Error).message };
    throw error;
  }
  return { status: 'running', job };
}

/** The prefix of all tables: a reference's file is named `<dataset>/part-….parquet` below it. */
const tables = dataPrefix.table('').slice(0, -1);

/** The files of the newest version of each dataset that a contract refers to, below `tables`; none where nothing was accepted yet. */
async function referredFiles(
  bucket: string,
  table: string,
  contract: Contract,
): Promise<LargeCheckQuestion['references']> {
  const files: Record<string, readonly string[]> = {};
  for (const { dataset } of contract.references ?? []) {
    if (files[dataset] !== undefined) continue;
    const newest = await latestVersion(table, dataset);
    const state = newest === null ? null : (await readTable(bucket, dataset, newest.version)).state;
    files[dataset] = (state?.files ?? []).map(({ path }) => `${dataset}/${path}`);
  }
  return files;
}

/** Takes what a job left below its prefix. */
async function take(
  prefix: string,
  object: ObjectHead,
  { bucket }: LargeCheckSettings,
  question: CheckQuestion,
  contract: Contract,
): Promise<LargeCheck> {
  let answer: LargeCheckAnswer;
  try {
    answer = parseLargeCheckAnswer(await getText(bucket, `${prefix}${largeCheckPath.answer}`));
  } catch (error) {
    // The job ended well and left no answer that can be used, or nobody took it for days.
    if (isGone(error) || error instanceof AnswerUnusable) throw new CheckDied((error as Error).message);
    throw error;
  }
  if (answer.fileBytes !== object.bytes) {
    // It was another version's content, which somebody deleted since.
    return { status: 'vanished' };
  }
  const { verdict, good } = answer;
  return await keepChecked({
    ...{ bucket, contract, question, verdict, good },
    keepGood: async (digest) => `${prefix}${largeCheckPath.good(digest)}`,
    keepBad: answer.hasBad
      ? (to) => copyObject({ bucket, from: `${prefix}${largeCheckPath.bad}`, to })
      : null,
  });
}
