import type { Contract } from '../contracts/contract.ts';
import { contractDigest } from '../contracts/contract-digest.ts';
import { type CommitManifest, replayLog, type TableState } from './delta-log.ts';
import { commitsPerSnapshot, writeSnapshot } from './table-snapshot.ts';
import type { UploadPorts } from './upload-ports.ts';
import { versionRecord } from './version-record.ts';
import { type TableChange, writeCommit } from './write-commit.ts';

/**
 * Makes a change the next version of a dataset, if nobody else has made one since its head was read. The files that it
 * adds must be there before.
 * @returns the table with the change; null where another writer came first
 */
export async function tryCommit(
  ports: Pick<UploadPorts, 'addCommit' | 'addSnapshot' | 'hasVersion' | 'addVersion' | 'now'>,
  request: {
    readonly head: { readonly state: TableState; readonly replayed: number };
    readonly change: TableChange;
    readonly contract: Contract;
    readonly source: Pick<CommitManifest, 'uploadId' | 'source'>;
    readonly codeCommit: string;
    /** Puts the files of the change where they are not. */
    readonly publish: () => Promise<unknown>;
  },
): Promise<TableState | null> {
  const { change, contract, codeCommit } = request;
  const { state, replayed } = request.head;
  const { dataset } = contract;
  const manifest: CommitManifest = {
    ...request.source,
    dataset,
    parent: state.version < 0 ? null : state.version,
    contractVersion: contract.version,
    contractDigest: contractDigest(contract),
    codeCommit,
    createdAt: ports.now().toISOString(),
  };
  const text = writeCommit({ state, change, contract, manifest });
  const version = state.version + 1;
  if (!(await ports.addCommit(dataset, version, text))) return null;
  const [after] = replayLog([text], state);
  // Whoever collects unused files may have taken one between the look at it and the commit.
  await request.publish();
  if (replayed + 1 >= commitsPerSnapshot) {
    await ports.addSnapshot(dataset, version, writeSnapshot(after!));
  }
  // The parent's writer may have died between the log and the registry.
  if (version > 0 && !(await ports.hasVersion(dataset, version - 1))) {
    await ports.addVersion(versionRecord(state));
  }
  return after!;
}
