import type { CheckedData } from '../contracts/check-answer.ts';
import type { Contract, ContractIssue } from '../contracts/contract.ts';
import { contractDigest } from '../contracts/contract-digest.ts';
import { dataPrefix } from '../names.ts';
import type { DatasetVersionRecord } from '../registry/records.ts';
import { type CommitManifest, type FileSource, replayLog } from './delta-log.ts';
import { Holders } from './holders.ts';
import { dataFilePath, planCommit } from './plan-commit.ts';
import { commitsPerSnapshot, writeSnapshot } from './table-snapshot.ts';
import { typeConflict } from './type-conflict.ts';
import { ServiceAway, type UploadPorts } from './upload-ports.ts';
import { versionRecord } from './version-record.ts';
import { type TableChange, writeCommit } from './write-commit.ts';

/** What became of an accepted upload. */
export type CommitOutcome =
  | { readonly kind: 'accepted'; readonly version: DatasetVersionRecord }
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'superseded'; readonly by: FileSource }
  /** Files of an older contract, with another type in a column, would stay beside it. */
  | { readonly kind: 'refused'; readonly issue: ContractIssue };

const mostRaces = 20;

/**
 * Commits an accepted upload to its dataset's log. The loser of a race plans anew on the new head. The data
 * file comes first and the commit last, so that no reader ever sees a version that is half there.
 * @throws ServiceAway after losing 20 races
 */
export async function commitUpload(
  ports: UploadPorts,
  request: {
    readonly contract: Contract;
    readonly data: CheckedData;
    readonly source: FileSource;
    readonly codeCommit: string;
    /** Whether it may commit once more what it has committed, because the table has lost it. */
    readonly isAgain?: boolean;
  },
): Promise<CommitOutcome> {
  const { contract, source, codeCommit } = request;
  const { dataset } = contract;
  const path = dataFilePath(request.data.digest);
  let published: number | null = null;
  for (let race = 1; race <= mostRaces; race++) {
    const { state, replayed } = await ports.readTable(dataset);
    const holders = new Holders(
      state.files.some((file) => file.source.key === source.key) ? await ports.listUploads(dataset) : [],
    );
    const plan = planCommit({
      state,
      mode: contract.mode ?? 'append',
      data: request.data,
      source,
      isAgain: request.isAgain ?? false,
      otherHolder: (file) => holders.otherThan(file),
    });
    if (plan.kind === 'done') {
      const then = await ports.readTable(dataset, plan.version);
      return { kind: 'accepted', version: versionRecord(then.state) };
    }
    if (plan.kind !== 'commit') return plan;
    const issue = typeConflict(contract, state, plan.change);
    if (issue !== null) return { kind: 'refused', issue };
    if (published === null && plan.change.add.some((file) => file.path === path)) {
      published = await publish(ports, dataset, request.data);
    }
    const change = withLength(plan.change, path, published);

    const manifest: CommitManifest = {
      uploadId: source.uploadId,
      source,
      dataset,
      parent: state.version < 0 ? null : state.version,
      contractVersion: contract.version,
      contractDigest: contractDigest(contract),
      codeCommit,
      createdAt: ports.now().toISOString(),
    };
    const text = writeCommit({ state, change, contract, manifest });
    const version = state.version + 1;
    if (await ports.addCommit(dataset, version, text)) {
      const [after] = replayLog([text], state);
      // Whoever collects unused files may have taken one between the look at it and the commit.
      if (published !== null) await publish(ports, dataset, request.data);
      if (replayed + 1 >= commitsPerSnapshot)
        await ports.addSnapshot(dataset, version, writeSnapshot(after!));
      // The parent's writer may have died between the log and the registry.
      if (version > 0 && !(await ports.hasVersion(dataset, version - 1))) {
        await ports.addVersion(versionRecord(state));
      }
      return { kind: 'accepted', version: versionRecord(after!) };
    }
    await ports.pause(race);
  }
  throw new ServiceAway(
    `upload ${source.uploadId} lost ${mostRaces} races for the next version of '${dataset}'`,
  );
}

/**
 * Copies the checked rows into the table, unless a file with these very rows is there.
 * @returns the file's length: an older release of the engine may have written the same rows differently
 */
async function publish(ports: UploadPorts, dataset: string, data: CheckedData): Promise<number> {
  const key = `${dataPrefix.table(dataset)}${dataFilePath(data.digest)}`;
  const there = await ports.headObject(key);
  if (there !== null) return there.bytes;
  await ports.copyObject({ key: data.stagingKey }, key);
  return data.bytes;
}

function withLength(change: TableChange, path: string, bytes: number | null): TableChange {
  if (bytes === null) return change;
  return { ...change, add: change.add.map((file) => (file.path === path ? { ...file, bytes } : file)) };
}
