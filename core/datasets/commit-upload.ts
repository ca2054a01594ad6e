import type { CheckedData } from '../contracts/check-answer.ts';
import type { Contract, ContractIssue } from '../contracts/contract.ts';
import type { DatasetVersionRecord } from '../registry/records.ts';
import type { FileSource } from './delta-log.ts';
import { Holders } from './holders.ts';
import { dataFilePath, planCommit } from './plan-commit.ts';
import { publishRows } from './publish-rows.ts';
import { tryCommit } from './try-commit.ts';
import { typeConflict } from './type-conflict.ts';
import { ServiceAway, type UploadPorts } from './upload-ports.ts';
import { versionRecord } from './version-record.ts';
import type { TableChange } from './write-commit.ts';

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
    const head = await ports.readTable(dataset);
    const { state } = head;
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
      published = await publishRows(ports, dataset, request.data);
    }
    const change = withLength(plan.change, path, published);
    const after = await tryCommit(ports, {
      ...{ head, change, contract, codeCommit },
      source: { uploadId: source.uploadId, source },
      publish: async () => {
        if (published !== null) await publishRows(ports, dataset, request.data);
      },
    });
    if (after !== null) return { kind: 'accepted', version: versionRecord(after) };
    await ports.pause(race);
  }
  throw new ServiceAway(
    `upload ${source.uploadId} lost ${mostRaces} races for the next version of '${dataset}'`,
  );
}

function withLength(change: TableChange, path: string, bytes: number | null): TableChange {
  if (bytes === null) return change;
  return { ...change, add: change.add.map((file) => (file.path === path ? { ...file, bytes } : file)) };
}
