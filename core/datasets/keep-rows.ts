import type { Contract } from '../contracts/contract.ts';
import { dataPrefix } from '../names.ts';
import type { UploadRecord } from '../registry/records.ts';
import { type CommitOutcome, commitUpload } from './commit-upload.ts';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { UploadPorts } from './upload-ports.ts';
import { countsRows, sourceOf } from './upload-source.ts';

/**
 * Sees that the table holds the rows of the newest upload of a key, once the record of one of its uploads is written, and
 * commits them again where it does not. Between an upload's look at the table and its record, others see it unfinished: another
 * key may have given up rows that both hold; an older upload of the same key may have come after a newer one that changed nothing.
 * In mode `append` alone: where uploads replace all, the last commit stands.
 * @returns the version that holds them again; null where nothing was missing
 */
export async function keepRows(
  ports: UploadPorts,
  request: {
    readonly upload: UploadRecord;
    readonly contract: Contract;
    readonly codeCommit: string;
  },
): Promise<(CommitOutcome & { readonly kind: 'accepted' }) | null> {
  const { upload, contract, codeCommit } = request;
  const { dataset, key, uploadId, sequencer } = upload;
  if (!countsRows(upload) || contract.mode === 'replace') return null;
  const { state } = await ports.readTable(dataset);
  const holds = (digest: string | undefined) => state.files.some((file) => file.digest === digest);
  const isNewest = await ports.rememberSequencer(dataset, key, comparableSequencer(sequencer), uploadId);
  if (isNewest && holds(upload.digest)) return null;

  const [newest] = (await ports.listUploads(dataset))
    .filter((other) => other.key === key && countsRows(other))
    .sort((a, b) => (comparableSequencer(a.sequencer) < comparableSequencer(b.sequencer) ? 1 : -1));
  if (newest?.digest === undefined || holds(newest.digest) || newest.datasetVersion === undefined)
    return null;
  const then = await ports.readTable(dataset, newest.datasetVersion);
  const file = then.state.files.find(({ digest }) => digest === newest.digest);
  if (file === undefined) {
    throw new Error(
      `Cannot keep the rows of '${key}': version ${newest.datasetVersion} of '${dataset}' does not hold them; upload the file again`,
    );
  }
  const { bytes, rows, digest, from, to, path } = file;
  const outcome = await commitUpload(ports, {
    contract,
    data: { stagingKey: `${dataPrefix.table(dataset)}${path}`, bytes, rows, digest, from, to },
    source: sourceOf(newest),
    codeCommit,
    isAgain: true,
  });
  return outcome.kind === 'accepted' ? outcome : null;
}
