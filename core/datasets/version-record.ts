import { createHash } from 'node:crypto';
import type { DatasetVersionRecord } from '../registry/records.ts';
import type { TableState } from './delta-log.ts';

/**
 * The registry's record of a table's state: a projection of the log, which is the truth. It counts the files and
 * does not name them, for an item of the registry holds 400 KB and a table any number of files.
 * @throws Error where the commit has no manifest of ours
 */
export function versionRecord(state: TableState): DatasetVersionRecord {
  const { files, manifest, version } = state;
  if (manifest === null) throw new Error(`Cannot record version ${version}: its commit has no manifest`);
  const digests = files.map(({ digest }) => digest).sort();
  const from = files.map((file) => file.from).sort();
  const to = files.map((file) => file.to).sort();
  const { key, versionId, uploader, uploadId } = manifest.source;
  return {
    kind: 'dataset-version',
    dataset: manifest.dataset,
    version,
    digest: createHash('sha256').update(digests.join('\n')).digest('hex'),
    parent: manifest.parent,
    contractVersion: manifest.contractVersion,
    contractDigest: manifest.contractDigest,
    operation: state.removed === 0 ? 'append' : 'overwrite',
    files: files.length,
    filesAdded: state.added,
    filesRemoved: state.removed,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    from: from[0]!,
    to: to.at(-1)!,
    source: { key, versionId, uploader, uploadId },
    ...(manifest.uploadId === uploadId ? {} : { backfillId: manifest.uploadId }),
    codeCommit: manifest.codeCommit,
    createdAt: manifest.createdAt,
  };
}
