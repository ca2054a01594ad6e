import type { UploadRecord } from '../registry/records.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { FileSource, TableFile } from './delta-log.ts';
import { countsRows, sourceOf } from './upload-source.ts';

/** Who holds which rows: by key the newest upload whose rows count, and by digest the keys whose newest upload brought them. */
export class Holders {
  readonly #newest = new Map<string, UploadRecord>();
  readonly #keys = new Map<string, Set<string>>();

  constructor(uploads: readonly UploadRecord[]) {
    for (const upload of uploads) this.add(upload);
  }

  /** Takes an upload into account; one that is known already takes its own place. */
  add(upload: UploadRecord): void {
    if (!countsRows(upload)) return;
    const known = this.#newest.get(upload.key);
    if (known !== undefined && sequencerOf(upload) < sequencerOf(known)) return;
    if (known?.digest !== undefined) this.#keys.get(known.digest)?.delete(upload.key);
    this.#newest.set(upload.key, upload);
    if (upload.digest === undefined) return;
    const keys = this.#keys.get(upload.digest) ?? new Set();
    this.#keys.set(upload.digest, keys.add(upload.key));
  }

  /**
   * The upload under another key that brought the same rows as `file` and found them there already: while it
   * is the newest of its key, the rows stay although the key that first brought them now brings others.
   */
  otherThan(file: TableFile): FileSource | null {
    for (const key of this.#keys.get(file.digest) ?? []) {
      if (key === file.source.key) continue;
      return sourceOf(this.#newest.get(key)!);
    }
    return null;
  }
}

const sequencerOf = ({ sequencer }: UploadRecord): string => comparableSequencer(sequencer);
