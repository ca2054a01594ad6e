import type { UploadRecord } from '../registry/records.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { FileSource, TableFile } from './delta-log.ts';

/**
 * The upload under another key that brought the same rows as `file` and found them there already: while it
 * is the newest of its key, the rows stay although the key that first brought them now brings others.
 */
export function otherHolder(uploads: readonly UploadRecord[], file: TableFile): FileSource | null {
  const newest = new Map<string, UploadRecord>();
  for (const upload of uploads) {
    if (upload.status !== 'accepted' && upload.status !== 'unchanged') continue;
    const known = newest.get(upload.key);
    if (known === undefined || sequencerOf(upload) > sequencerOf(known)) newest.set(upload.key, upload);
  }
  for (const upload of newest.values()) {
    if (upload.key !== file.source.key && upload.digest === file.digest) {
      const { key, versionId, uploader, uploadId } = upload;
      return { key, versionId, uploader, uploadId, sequencer: sequencerOf(upload) };
    }
  }
  return null;
}

const sequencerOf = ({ sequencer }: UploadRecord): string => comparableSequencer(sequencer);
