import type { CheckAnswer } from '../contracts/check-answer.ts';
import type { Contract, ContractVerdict } from '../contracts/contract.ts';
import { rejectFile } from '../contracts/judge-file.ts';
import { quarantineReason } from '../contracts/quarantine-reason.ts';
import { uploadLimits } from '../contracts/upload-limits.ts';
import { dataPrefix } from '../names.ts';
import type { UploadRecord } from '../registry/records.ts';
import { commitUpload } from './commit-upload.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { LandingEvent } from './landing-event.ts';
import { datasetOfKey } from './landing-key.ts';
import { uploadIdOf } from './upload-id.ts';
import { uploadPage } from './upload-pages.ts';
import { CheckDied, type Claim, type UploadPorts } from './upload-ports.ts';

export interface ReceiveContext {
  readonly dataBucket: string;
  /** The dataset's contract and the models that read it; null where no model names the dataset. */
  readonly findContract: (
    dataset: string,
  ) => { readonly contract: Contract; readonly models: readonly string[] } | null;
  /** Id of this invocation, the same when the platform retries it. */
  readonly invocation: string;
  readonly codeCommit: string;
  readonly now: Date;
}

/** What became of an event. */
export type ReceiveOutcome =
  /** Not an upload to this system's landing zone: nothing was read or written. */
  | { readonly status: 'ignored'; readonly reason: string }
  | {
      readonly status: UploadRecord['status'];
      readonly upload: UploadRecord;
      /** The event came before, and this is what became of it then; `checking` if another works on it now. */
      readonly duplicate: boolean;
    };

/** Longer than the function may run: after that, whoever held the claim is dead. */
const claimSeconds = 16 * 60;
const mostAttempts = 3;

/**
 * Brings one `Object Created` event to its end, whatever an earlier attempt left undone: claims the upload,
 * has it checked, commits a dataset version or records why not, and tells others once the record is written.
 *
 * An event may come several times and in any order. The first result stands; an event older than the newest
 * known of its key is `superseded`. A file that kills its check twice is quarantined like any bad file.
 * @throws Error where a service failed: the platform calls again, and the attempt is continued
 */
export async function receiveUpload(
  event: LandingEvent,
  context: ReceiveContext,
  ports: UploadPorts,
): Promise<ReceiveOutcome> {
  if (event.bucket !== context.dataBucket) {
    return { status: 'ignored', reason: `bucket '${event.bucket}' is not ours` };
  }
  const dataset = datasetOfKey(event.key);
  if (dataset === null) return { status: 'ignored', reason: 'the key is not below landing/<dataset>/' };

  const claimed = await claim(event, dataset, context, ports);
  if (!('mine' in claimed)) {
    const { upload } = claimed;
    if (upload.status !== 'checking' && upload.announcedAt === undefined)
      await announce(upload, context, ports);
    return { status: upload.status, upload, duplicate: true };
  }
  const finished = await work(claimed.mine, event, context, ports);
  await announce(finished, context, ports);
  return { status: finished.status, upload: finished, duplicate: false };
}

/** This invocation's own claim on the upload, or the record of whoever came before. */
async function claim(
  event: LandingEvent,
  dataset: string,
  { invocation, now }: ReceiveContext,
  ports: UploadPorts,
): Promise<{ readonly mine: UploadRecord } | { readonly upload: UploadRecord }> {
  const uploadId = uploadIdOf(event);
  const fresh: UploadRecord = {
    kind: 'upload',
    uploadId,
    dataset,
    bucket: event.bucket,
    key: event.key,
    versionId: event.versionId ?? 'unknown',
    etag: event.etag,
    sequencer: event.sequencer,
    bytes: event.bytes,
    uploader: event.uploader,
    receivedAt: now.toISOString(),
    status: 'checking',
    claimedBy: invocation,
    claimedUntil: new Date(now.getTime() + claimSeconds * 1_000).toISOString(),
    attempt: 1,
  };
  if (await ports.addUpload(fresh)) return { mine: fresh };
  const known = await ports.readUpload(dataset, uploadId);
  if (known === null) throw new Error(`Cannot claim upload ${uploadId}: its record came and went`);
  const isDead = known.claimedBy === invocation || (known.claimedUntil ?? '') < now.toISOString();
  if (known.status !== 'checking' || !isDead) return { upload: known };
  const { claimedBy, claimedUntil } = fresh;
  const taken: UploadRecord = { ...known, claimedBy, claimedUntil, attempt: (known.attempt ?? 1) + 1 };
  return (await ports.replaceUpload(taken, claimOf(known))) ? { mine: taken } : { upload: known };
}

const claimOf = ({ claimedBy, attempt }: UploadRecord): Claim => ({
  claimedBy: claimedBy ?? '',
  attempt: attempt ?? 1,
});

/** Takes a claimed upload to its final record. */
async function work(
  mine: UploadRecord,
  event: LandingEvent,
  context: ReceiveContext,
  ports: UploadPorts,
): Promise<UploadRecord> {
  const finish = async (change: Partial<UploadRecord>): Promise<UploadRecord> => {
    const record = { ...mine, ...change };
    if (!(await ports.replaceUpload(record, claimOf(mine)))) throw lostClaim(mine);
    return record;
  };
  const current = await ports.headObject(event.key);
  if (current === null) return await finish({ status: 'vanished', reason: 'The object was deleted.' });
  const versionId = event.versionId ?? current.versionId;
  const facts = versionId === current.versionId ? current : await ports.headObject(event.key, versionId);
  if (facts === null) return await finish({ status: 'vanished', reason: 'The object version was deleted.' });
  if (bare(facts.etag) !== bare(event.etag)) {
    const reason = `The object was overwritten before it could be read: the event names content ${bare(event.etag)}, there is ${bare(facts.etag)}. The newer upload has an event of its own.`;
    return await finish({ status: 'superseded', reason });
  }
  const sequencer = comparableSequencer(event.sequencer);
  if (!(await ports.rememberSequencer(mine.dataset, event.key, sequencer, mine.uploadId))) {
    return await finish({ status: 'superseded', reason: 'A newer upload of the same key came first.' });
  }

  const located: UploadRecord = { ...mine, versionId, etag: facts.etag, bytes: facts.bytes };
  const known = context.findContract(mine.dataset);
  const answer = await checked(located, known?.contract ?? null, ports);
  if (answer.status === 'vanished') {
    return await finish({ versionId, status: 'vanished', reason: 'The object was deleted.' });
  }
  if (known === null || answer.verdict.status === 'rejected' || answer.data === null) {
    return await finish(await quarantine(located, known?.contract ?? null, answer.verdict, ports));
  }

  const { key, uploader, uploadId } = located;
  const outcome = await commitUpload(ports, {
    contract: known.contract,
    data: answer.data,
    source: { key, versionId, uploader, uploadId, sequencer },
    codeCommit: context.codeCommit,
  });
  if (outcome.kind === 'refused') {
    return await finish(await quarantine(located, known.contract, rejectFile([outcome.issue]), ports));
  }
  const { verdict, quarantine: prefix, data } = answer;
  const common = {
    versionId,
    etag: facts.etag,
    bytes: facts.bytes,
    verdict,
    digest: data.digest,
    ...(prefix === null ? {} : { quarantine: prefix }),
  };
  if (outcome.kind === 'superseded') {
    const reason = `A newer upload of the same key, ${outcome.by.uploadId}, came first.`;
    return await finish({ ...common, status: 'superseded', reason });
  }
  if (outcome.kind === 'unchanged') {
    const reason = `Version ${outcome.version} holds exactly these rows.`;
    return await finish({ ...common, status: 'unchanged', datasetVersion: outcome.version, reason });
  }
  const record: UploadRecord = {
    ...mine,
    ...common,
    status: 'accepted',
    datasetVersion: outcome.version.version,
  };
  if (!(await ports.replaceUploadAndAddVersion(record, claimOf(mine), outcome.version))) {
    // The writer of a later version has recorded ours, or the claim was lost.
    await ports.addVersion(outcome.version);
    if (!(await ports.replaceUpload(record, claimOf(mine)))) throw lostClaim(mine);
  }
  return record;
}

const bare = (etag: string): string => etag.replaceAll('"', '');

const lostClaim = (upload: UploadRecord): Error =>
  new Error(`Cannot finish upload ${upload.uploadId}: another invocation has taken it over`);

/** The check's answer; where the file kills it twice, or was begun too often, a verdict that says so. */
async function checked(
  upload: UploadRecord,
  contract: Contract | null,
  ports: UploadPorts,
): Promise<CheckAnswer> {
  const refuse = (rule: string, expected: string, received: string): CheckAnswer => ({
    status: 'checked',
    verdict: rejectFile([{ rule, expected, received }]),
    data: null,
    quarantine: null,
  });
  const { dataset, uploadId, key, versionId, etag, bytes } = upload;
  if (contract === null) {
    const expected = "a folder below landing/ named after a dataset of one of the stack's models";
    return refuse('file:unknown-dataset', expected, `'${dataset}'`);
  }
  if (bytes > uploadLimits.bytes) {
    return refuse('file:too-large', `at most ${uploadLimits.bytes} bytes in one file`, `${bytes}`);
  }
  if ((upload.attempt ?? 1) > mostAttempts) {
    return refuse('file:check-died', 'a check that ends', `${mostAttempts} attempts that did not`);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await ports.check({ uploadId, dataset, key, versionId, etag });
    } catch (error) {
      if (!(error instanceof CheckDied)) throw error;
      if (attempt < 2) continue;
      return refuse('file:check-died', 'a file that can be checked', error.detail.slice(0, 1_000));
    }
  }
}

/** Sets the whole file aside with its reason; what the record then says. */
async function quarantine(
  upload: UploadRecord,
  contract: Contract | null,
  verdict: ContractVerdict,
  ports: UploadPorts,
): Promise<Partial<UploadRecord>> {
  const { dataset, uploadId, bucket, key, versionId, etag, bytes } = upload;
  const prefix = dataPrefix.quarantine(dataset, uploadId);
  const quarantined = `${prefix}file`;
  await ports.copyObject({ key, versionId }, quarantined);
  const source = { bucket, key, versionId };
  const reason = quarantineReason({ dataset, uploadId, source, contract, verdict, quarantined });
  await ports.putText(`${prefix}reason.json`, `${JSON.stringify(reason, null, 2)}\n`);
  return {
    versionId,
    etag,
    bytes,
    status: 'rejected',
    verdict,
    quarantine: prefix,
    reason: verdict.status === 'rejected' ? verdict.reason : undefined,
  };
}

/** Tells others, then records that it was told: after a crash between the two it is told again. */
async function announce(upload: UploadRecord, context: ReceiveContext, ports: UploadPorts): Promise<void> {
  const { dataset, verdict } = upload;
  if (upload.status === 'accepted') await ports.announceVersion(dataset, upload.datasetVersion!);
  const known = context.findContract(dataset);
  if (known !== null) {
    const model = known.models.length === 1 ? known.models[0]! : null;
    const page = uploadPage(upload, { owner: known.contract.owner, model });
    if (page !== null) await ports.requestPage(page);
  }
  if (upload.status === 'rejected') {
    await ports.count('rejectedUploads', known === null ? 'unknown' : dataset, 1);
  }
  if (upload.status === 'accepted' && verdict?.status === 'accepted' && verdict.quarantinedRows > 0) {
    await ports.count('quarantinedRows', dataset, verdict.quarantinedRows);
  }
  await ports.replaceUpload({ ...upload, announcedAt: context.now.toISOString() }, claimOf(upload));
}
