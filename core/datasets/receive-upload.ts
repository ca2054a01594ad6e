import { beginningOf } from '../beginning-of.ts';
import type { CheckAnswer } from '../contracts/check-answer.ts';
import { checkTime } from '../contracts/check-time.ts';
import type { Contract, ContractVerdict } from '../contracts/contract.ts';
import { rejectFile } from '../contracts/judge-file.ts';
import { quarantineReason } from '../contracts/quarantine-reason.ts';
import { largeUploadLimits, uploadLimits } from '../contracts/upload-limits.ts';
import { dataPrefix } from '../names.ts';
import type { UploadRecord } from '../registry/records.ts';
import { commitUpload } from './commit-upload.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import { keepRows } from './keep-rows.ts';
import type { LandingEvent } from './landing-event.ts';
import { datasetOfKey, mostDatasetBytes } from './landing-key.ts';
import { uploadIdOf } from './upload-id.ts';
import { uploadPage } from './upload-pages.ts';
import { CheckDied, type Claim, type LargeCheck, ServiceAway, type UploadPorts } from './upload-ports.ts';
import { versionRecord } from './version-record.ts';

export interface ReceiveContext {
  readonly dataBucket: string;
  /** The dataset's contract and the models that read it; null where no model names the dataset. */
  readonly findContract: (
    dataset: string,
  ) => { readonly contract: Contract; readonly models: readonly string[] } | null;
  /** Id of this invocation, the same when the platform retries it. */
  readonly invocation: string;
  readonly codeCommit: string;
  /** What the function checks; above it, a processing job does. */
  readonly largeUploadBytes: number;
  readonly now: Date;
}

/** What became of an event. */
export type ReceiveOutcome =
  /** Not an upload to this system's landing zone: nothing was read or written. */
  | { readonly status: 'ignored'; readonly reason: string }
  | {
      readonly status: UploadRecord['status'];
      readonly upload: UploadRecord;
      /**
       * The event came before, and this is what became of it then; `checking` if another works on it now. An upload that is
       * no duplicate and `checking` was handed to a processing job, or waits for one.
       */
      readonly duplicate: boolean;
    };

/** Longer than the function may run: after that, whoever held the claim is dead. */
const claimSeconds = (checkTime.callerMinutes + 1) * 60;
/** An upload for which the account has no machine left is refused after that. */
const longestWaitInMilliseconds = 24 * 60 * 60 * 1_000;
/** Attempts that died or failed for a reason that does not pass; those that a service ended do not count. */
const mostAttempts = 3;

/**
 * Brings one `Object Created` event to its end, whatever an earlier attempt left undone: claims the upload,
 * has it checked, commits a dataset version or records why not, and tells others once the record is written.
 *
 * An event may come several times and in any order. The first result stands; an event older than the newest
 * known of its key is `superseded`. A file that kills its check twice is quarantined like any bad file, and an upload
 * whose attempts fail for ever is refused without being touched again. A file too large for the function is handed to a
 * processing job: the claim is given back, and the next delivery of the event goes on.
 * @throws ServiceAway where a service was busy or away: the platform calls again, then keeps the event as a dead letter,
 * which pages; the upload stays open until the service is back
 * @throws Error where an attempt failed otherwise: the platform calls again, three attempts in all
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

  const nameBytes = Buffer.byteLength(dataset);
  if (nameBytes > mostDatasetBytes) {
    const reason = `the folder below landing/ has a name of ${nameBytes} bytes, a dataset's has at most ${mostDatasetBytes}`;
    return { status: 'ignored', reason };
  }

  const claimed = await claim(event, dataset, context, ports);
  if (!('mine' in claimed)) {
    const { upload } = claimed;
    if (upload.status !== 'checking' && upload.announcedAt === undefined) {
      await settle(upload, context, ports);
    }
    return { status: upload.status, upload, duplicate: true };
  }
  const finished = await attempted(claimed.mine, event, context, ports);
  if (finished.status === 'checking') return { status: 'checking', upload: finished, duplicate: false };
  await settle(finished, context, ports);
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
  const attempt = (known.attempt ?? 1) + (known.claimedUntil === undefined ? 0 : 1);
  const taken: UploadRecord = { ...known, claimedBy, claimedUntil, attempt };
  return (await ports.replaceUpload(taken, claimOf(known))) ? { mine: taken } : { upload: known };
}

const claimOf = ({ claimedBy, attempt }: UploadRecord): Claim => ({
  claimedBy: claimedBy ?? '',
  attempt: attempt ?? 1,
});

/** As `work`, but remembers in the upload's record why it failed, and whether that counts against the file. */
async function attempted(
  mine: UploadRecord,
  event: LandingEvent,
  context: ReceiveContext,
  ports: UploadPorts,
): Promise<UploadRecord> {
  try {
    return await work(mine, event, context, ports);
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const failure = beginning(said);
    const outages = (mine.outages ?? 0) + (error instanceof ServiceAway ? 1 : 0);
    try {
      await ports.replaceUpload({ ...mine, failure, outages }, claimOf(mine));
    } catch (second) {
      const message = `Cannot remember why attempt ${mine.attempt} at upload ${mine.uploadId} failed: it counts as one that died`;
      throw new AggregateError([error, second], message);
    }
    throw error;
  }
}

/** What the record of an upload says that is in the log although no attempt came to its end; null where it is not. */
async function committed(
  { dataset, uploadId }: UploadRecord,
  ports: UploadPorts,
): Promise<Partial<UploadRecord> | null> {
  const datasetVersion = (await ports.readTable(dataset)).state.uploads[uploadId];
  if (datasetVersion === undefined) return null;
  const { state } = await ports.readTable(dataset, datasetVersion);
  await ports.addVersion(versionRecord(state));
  const own = state.files.find(({ source }) => source.uploadId === uploadId);
  return { status: 'accepted', datasetVersion, digest: own?.digest };
}

/** What the record of an upload says whose attempts do not end: the object stays where it was uploaded. */
function givenUp({ failure }: UploadRecord): Partial<UploadRecord> {
  const last =
    failure === undefined ? 'each died without a word' : `the last that could tell failed with ${failure}`;
  const received = `${mostAttempts} that did not; ${last}`;
  const verdict = rejectFile([{ rule: 'file:not-received', expected: 'an attempt that ends', received }]);
  return { status: 'rejected', verdict, reason: verdict.status === 'rejected' ? verdict.reason : undefined };
}

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
  // First of all, so that whatever fails below cannot fail for ever.
  const begun = (mine.attempt ?? 1) - (mine.outages ?? 0);
  if (begun > mostAttempts) {
    // An attempt may have died right after its commit. Where even this cannot be asked, the next attempt does not.
    const made = begun === mostAttempts + 1 ? await committed(mine, ports) : null;
    return await finish(made ?? givenUp(mine));
  }
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
  if (facts.bytes > context.largeUploadBytes && versionId !== current.versionId) {
    // A job reads the newest version of a key. Asked again when it has ended: what it read was this version to the end.
    const reason =
      'The object was overwritten before it was checked. The newer upload has an event of its own.';
    return await finish({ versionId, status: 'superseded', reason });
  }
  const known = context.findContract(mine.dataset);
  const answer = await checked(located, known?.contract ?? null, context, ports);
  if (answer.status === 'running' || answer.status === 'waiting') {
    const { claimedUntil: _, ...givenBack } = located;
    const job = answer.status === 'running' ? { checkJob: answer.job } : {};
    if (!(await ports.replaceUpload({ ...givenBack, ...job }, claimOf(mine)))) throw lostClaim(mine);
    return { ...givenBack, ...job };
  }
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

/** What a record may hold of an error. */
const beginning = (text: string): string => beginningOf(text, 1_000);

const bare = (etag: string): string => etag.replaceAll('"', '');

const lostClaim = (upload: UploadRecord): Error =>
  new Error(`Cannot finish upload ${upload.uploadId}: another invocation has taken it over`);

/** The check's answer; where the file kills it twice, a verdict that says so. */
async function checked(
  upload: UploadRecord,
  contract: Contract | null,
  { largeUploadBytes, now }: ReceiveContext,
  ports: UploadPorts,
): Promise<LargeCheck> {
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
  if (bytes > largeUploadLimits.bytes) {
    const expected = `at most ${largeUploadLimits.bytes} bytes in one file; more comes as several files`;
    return refuse('file:too-large', expected, `${bytes}`);
  }
  const question = { uploadId, dataset, key, versionId, etag };
  const isLarge = bytes > largeUploadBytes;
  for (let attempt = 1; ; attempt++) {
    try {
      if (!isLarge) return await ports.check(question);
      const large = await ports.checkLarge(question, contract);
      const waits = now.getTime() - Date.parse(upload.receivedAt);
      if (large.status !== 'waiting' || waits < longestWaitInMilliseconds) return large;
      return refuse('file:check-died', 'a machine for its check within a day', beginning(large.reason));
    } catch (error) {
      if (!(error instanceof CheckDied)) throw error;
      if (attempt < 2 && !isLarge) continue;
      return refuse('file:check-died', 'a file that can be checked', beginning(error.detail));
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
  // What is too large for the function stays where it was uploaded: the landing zone keeps every version.
  const isCopied = bytes <= uploadLimits.bytes;
  const quarantined = isCopied ? `${prefix}file` : key;
  if (isCopied) await ports.copyObject({ key, versionId }, quarantined);
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

/** What follows an upload's record: its rows are seen to be there, and others are told. */
async function settle(upload: UploadRecord, context: ReceiveContext, ports: UploadPorts): Promise<void> {
  const contract = context.findContract(upload.dataset)?.contract;
  if (contract !== undefined) {
    const kept = await keepRows(ports, { upload, contract, codeCommit: context.codeCommit });
    if (kept !== null) {
      await ports.addVersion(kept.version);
      await ports.announceVersion(upload.dataset, kept.version.version);
    }
  }
  await announce(upload, context, ports);
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
