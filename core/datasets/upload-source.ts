import type { UploadRecord } from '../registry/records.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { FileSource } from './delta-log.ts';

/** An upload as a table's files name it. */
export const sourceOf = ({ key, versionId, uploader, uploadId, sequencer }: UploadRecord): FileSource => ({
  key,
  versionId,
  uploader,
  uploadId,
  sequencer: comparableSequencer(sequencer),
});

/** Whether an upload's rows count: it brought them, or found them there. */
export const countsRows = ({ status }: UploadRecord): boolean =>
  status === 'accepted' || status === 'unchanged';
