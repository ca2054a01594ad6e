import type { CheckAnswer, CheckQuestion } from '../../../core/contracts/check-answer.ts';
import { commitPath, versionOfCommit } from '../../../core/datasets/delta-log.ts';
import { readTable } from '../../../core/datasets/read-table.ts';
import { snapshotPath } from '../../../core/datasets/table-snapshot.ts';
import { CheckDied, type LargeCheck, type UploadPorts } from '../../../core/datasets/upload-ports.ts';
import type { PageRequested } from '../../../core/names.ts';
import type { DatasetVersionRecord, UploadRecord } from '../../../core/registry/records.ts';

interface StoredObject {
  readonly versionId: string;
  readonly etag: string;
  readonly text: string;
}

/** The invocation ends here, as a killed process does. */
export class Crash extends Error {}

/**
 * AWS as the ports see it, in memory. Every call can be made the last one of its invocation: `crashAt` counts
 * calls down, and `crashBefore` decides whether the call that crashes still has its effect.
 */
export class FakePorts implements UploadPorts {
  readonly objects = new Map<string, StoredObject[]>();
  readonly uploads = new Map<string, UploadRecord>();
  readonly versions = new Map<number, DatasetVersionRecord>();
  readonly sequencers = new Map<string, string>();
  readonly announced: number[] = [];
  readonly pages: PageRequested[] = [];
  readonly counts: Record<string, number> = {};
  readonly calls: string[] = [];
  checks = 0;
  /** Objects of a log that were read. */
  reads = 0;
  /** Answers the check of one object version. */
  answer: (question: CheckQuestion) => CheckAnswer = () => {
    throw new Error('No answer was prepared');
  };
  /** The processing jobs that were started, by upload: how each is doing. */
  readonly jobs = new Map<string, 'running' | 'completed' | { readonly failed: string }>();
  /** What the account answers while it has no machine left. */
  noMachine: string | undefined;
  crashAt = Number.POSITIVE_INFINITY;
  crashBefore = true;
  /** Whether a crash ends its whole invocation, as a killed process does: no call works until `crashAt` is set anew. */
  staysDead = false;
  /** Runs once before the next commit is written: another writer. */
  beforeCommit: (() => Promise<void>) | undefined;

  upload(key: string, text: string): { readonly versionId: string; readonly etag: string } {
    const versions = this.objects.get(key) ?? [];
    const stored = { versionId: `${key}@${versions.length + 1}`, etag: `"etag-${text}"`, text };
    this.objects.set(key, [...versions, stored]);
    return stored;
  }

  delete(key: string): void {
    this.objects.delete(key);
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.at(-1)?.text;
  }

  async #call<T>(name: string, effect: () => T | Promise<T>): Promise<T> {
    if (this.staysDead && this.crashAt <= 0) throw new Crash(`dead before ${name}`);
    this.calls.push(name);
    this.crashAt--;
    if (this.crashAt === 0 && this.crashBefore) throw new Crash(`before ${name}`);
    const result = await effect();
    if (this.crashAt === 0) throw new Crash(`after ${name}`);
    return result;
  }

  headObject(key: string, versionId?: string) {
    return this.#call('headObject', () => {
      const versions = this.objects.get(key) ?? [];
      const found =
        versionId === undefined ? versions.at(-1) : versions.find((v) => v.versionId === versionId);
      return found === undefined ? null : { ...found, bytes: found.text.length };
    });
  }

  copyObject({ key, versionId }: { readonly key: string; readonly versionId?: string }, to: string) {
    return this.#call('copyObject', () => {
      const versions = this.objects.get(key) ?? [];
      const found =
        versionId === undefined ? versions.at(-1) : versions.find((v) => v.versionId === versionId);
      if (found === undefined) throw new Error(`NoSuchKey: ${key}`);
      this.upload(to, found.text);
    });
  }

  putText(key: string, text: string) {
    return this.#call('putText', () => void this.upload(key, text));
  }

  readUpload(_dataset: string, uploadId: string) {
    return this.#call('readUpload', () => this.uploads.get(uploadId) ?? null);
  }

  listUploads() {
    return this.#call('listUploads', () => [...this.uploads.values()]);
  }

  addUpload(record: UploadRecord) {
    return this.#call('addUpload', () => {
      if (this.uploads.has(record.uploadId)) return false;
      this.uploads.set(record.uploadId, record);
      return true;
    });
  }

  #isClaimed(record: UploadRecord, claim: { readonly claimedBy: string; readonly attempt: number }): boolean {
    const known = this.uploads.get(record.uploadId);
    return known?.claimedBy === claim.claimedBy && known.attempt === claim.attempt;
  }

  replaceUpload(record: UploadRecord, claim: { readonly claimedBy: string; readonly attempt: number }) {
    return this.#call('replaceUpload', () => {
      if (!this.#isClaimed(record, claim)) return false;
      this.uploads.set(record.uploadId, record);
      return true;
    });
  }

  replaceUploadAndAddVersion(
    record: UploadRecord,
    claim: { readonly claimedBy: string; readonly attempt: number },
    version: DatasetVersionRecord,
  ) {
    return this.#call('replaceUploadAndAddVersion', () => {
      if (!this.#isClaimed(record, claim) || this.versions.has(version.version)) return false;
      this.uploads.set(record.uploadId, record);
      this.versions.set(version.version, version);
      return true;
    });
  }

  hasVersion(_dataset: string, version: number) {
    return this.#call('hasVersion', () => this.versions.has(version));
  }

  addVersion(version: DatasetVersionRecord) {
    return this.#call('addVersion', () => {
      if (!this.versions.has(version.version)) this.versions.set(version.version, version);
    });
  }

  rememberSequencer(_dataset: string, key: string, sequencer: string) {
    return this.#call('rememberSequencer', () => {
      if ((this.sequencers.get(key) ?? '') > sequencer) return false;
      this.sequencers.set(key, sequencer);
      return true;
    });
  }

  check(question: CheckQuestion) {
    return this.#call('check', () => {
      this.checks++;
      const answer = this.answer(question);
      if (answer.status === 'checked' && answer.data !== null) {
        this.upload(answer.data.stagingKey, `rows ${answer.data.digest}`);
      }
      return answer;
    });
  }

  checkLarge(question: CheckQuestion): Promise<LargeCheck> {
    return this.#call('checkLarge', () => {
      const { uploadId } = question;
      const state = this.jobs.get(uploadId);
      if (state === undefined && this.noMachine !== undefined) {
        return { status: 'waiting', reason: this.noMachine } as const;
      }
      if (state === undefined) this.jobs.set(uploadId, 'running');
      if (state === undefined || state === 'running')
        return { status: 'running', job: `check-${uploadId}` } as const;
      if (state !== 'completed') throw new CheckDied(state.failed);
      const answer = this.answer(question);
      if (answer.status === 'checked' && answer.data !== null) {
        this.upload(answer.data.stagingKey, `rows ${answer.data.digest}`);
      }
      return answer;
    });
  }

  readTable(dataset: string, version?: number) {
    return this.#call('readTable', () => {
      const root = `datasets/${dataset}/`;
      return readTable(
        {
          list: async (folder, after) =>
            [...this.objects.keys()]
              .filter((key) => key.startsWith(`${root}${folder}`))
              .map((key) => key.slice(root.length))
              .filter((path) => after === undefined || path > after)
              .sort(),
          read: async (path) => {
            this.reads++;
            const text = this.text(`${root}${path}`);
            if (text === undefined) throw Object.assign(new Error(path), { name: 'NoSuchKey' });
            return text;
          },
        },
        dataset,
        version,
      );
    });
  }

  addSnapshot(dataset: string, version: number, text: string) {
    return this.#call(
      'addSnapshot',
      () => void this.upload(`datasets/${dataset}/${snapshotPath(version)}`, text),
    );
  }

  log(dataset = 'readings'): string[] {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(`datasets/${dataset}/`));
    return keys
      .filter((key) => versionOfCommit(key) !== null)
      .sort()
      .map((key) => this.text(key)!);
  }

  addCommit(dataset: string, version: number, text: string) {
    return this.#call('addCommit', async () => {
      const other = this.beforeCommit;
      this.beforeCommit = undefined;
      await other?.();
      const key = `datasets/${dataset}/${commitPath(version)}`;
      if (this.objects.has(key)) return false;
      this.upload(key, text);
      return true;
    });
  }

  announceVersion(_dataset: string, version: number) {
    return this.#call('announceVersion', () => void this.announced.push(version));
  }

  requestPage(page: PageRequested) {
    return this.#call('requestPage', () => void this.pages.push(page));
  }

  count(metric: string, dataset: string, value: number) {
    return this.#call('count', () => {
      const name = `${metric} ${dataset}`;
      this.counts[name] = (this.counts[name] ?? 0) + value;
    });
  }

  async pause(): Promise<void> {}

  time = new Date('2013-02-01T00:00:00Z');
  now(): Date {
    return this.time;
  }
}
