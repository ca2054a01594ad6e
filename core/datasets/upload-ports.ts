import type { CheckAnswer, CheckQuestion } from '../contracts/check-answer.ts';
import type { Contract } from '../contracts/contract.ts';
import type { PageRequested } from '../names.ts';
import type { DatasetVersionRecord, UploadRecord } from '../registry/records.ts';
import type { ReadTable } from './read-table.ts';

/**
 * The world as `receiveUpload` sees it; `adapters/datasets/upload-ports.ts` meets it with AWS. Every port waits a little
 * for a service that is busy, and throws `ServiceAway` where that was not enough.
 */
export interface UploadPorts {
  /** The newest version of an object, or the one asked for; null where there is none. */
  headObject(key: string, versionId?: string): Promise<ObjectFacts | null>;
  /** Copies an object version within the data bucket. */
  copyObject(from: { readonly key: string; readonly versionId?: string }, to: string): Promise<void>;
  putText(key: string, text: string): Promise<void>;

  readUpload(dataset: string, uploadId: string): Promise<UploadRecord | null>;
  /** Every upload of a dataset. */
  listUploads(dataset: string): Promise<readonly UploadRecord[]>;
  /** Writes a record that is not there yet; false if it is. */
  addUpload(record: UploadRecord): Promise<boolean>;
  /** Replaces a record while it is still claimed as `claim` says; false if it is not. */
  replaceUpload(record: UploadRecord, claim: Claim): Promise<boolean>;
  /** As `replaceUpload`, together with a version record that is not there yet; false if either fails. */
  replaceUploadAndAddVersion(
    record: UploadRecord,
    claim: Claim,
    version: DatasetVersionRecord,
  ): Promise<boolean>;
  hasVersion(dataset: string, version: number): Promise<boolean>;
  /** Writes a version record unless it is there. */
  addVersion(version: DatasetVersionRecord): Promise<void>;
  /** Remembers a key's sequencer as the newest; false if a newer one is known. */
  rememberSequencer(dataset: string, key: string, sequencer: string, uploadId: string): Promise<boolean>;

  /** @throws CheckDied where the check itself failed */
  check(question: CheckQuestion): Promise<CheckAnswer>;
  /**
   * Starts the processing job that checks a large upload, or finds it. Asked again it starts no other.
   * @throws CheckDied where the job failed
   */
  checkLarge(question: CheckQuestion, contract: Contract): Promise<LargeCheck>;

  /** The table as its log says, now or as of a version. */
  readTable(dataset: string, version?: number): Promise<ReadTable>;
  /** Writes a commit where none is yet; false if another writer came first. */
  addCommit(dataset: string, version: number, text: string): Promise<boolean>;
  /** Writes a snapshot of the table beside its log. */
  addSnapshot(dataset: string, version: number, text: string): Promise<void>;

  announceVersion(dataset: string, version: number): Promise<void>;
  requestPage(page: PageRequested): Promise<void>;
  count(metric: 'quarantinedRows' | 'rejectedUploads', dataset: string, value: number): Promise<void>;
  /** Waits a moment, longer with each attempt, before a lost race is tried again. */
  pause(attempt: number): Promise<void>;
  /** The time: a commit's is that of the attempt that wrote it, not of the upload's arrival. */
  now(): Date;
}

/** What is known of a check by a processing job. */
export type LargeCheck =
  /** It runs: ask again when it has ended. */
  | { readonly status: 'running'; readonly job: string }
  /** Nothing runs, for the account has no machine left: ask again later. */
  | { readonly status: 'waiting'; readonly reason: string }
  | CheckAnswer;

export interface ObjectFacts {
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: number;
}

/** Who works on an upload: a record is written only by the invocation that holds it. */
export interface Claim {
  readonly claimedBy: string;
  readonly attempt: number;
}

/**
 * A service was busy or away for longer than one may wait for it. It says nothing about the file: the upload stays open,
 * and the same call may succeed later.
 */
export class ServiceAway extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Cannot go on now: ${detail}`, options);
    this.name = 'ServiceAway';
  }
}

/** What checks the file, the function or the job, ended with an error of its own: the file may have killed it. */
export class CheckDied extends Error {
  constructor(readonly detail: string) {
    super(`The check of the file died: ${detail}`);
    this.name = 'CheckDied';
  }
}
