import { createHash } from 'node:crypto';
import type { Contract } from '../contracts/contract.ts';
import { contractDigest } from '../contracts/contract-digest.ts';
import type { DatasetVersionRecord } from '../registry/records.ts';
import { type FileSource, replayLog, type TableFile } from './delta-log.ts';
import type { ReadTable } from './read-table.ts';
import { commitsPerSnapshot, writeSnapshot } from './table-snapshot.ts';
import { typeConflict } from './type-conflict.ts';
import { versionRecord } from './version-record.ts';
import { writeCommit } from './write-commit.ts';

/** A store as `commitFiles` sees it. */
export interface FilePorts {
  readTable(): Promise<ReadTable>;
  /** Puts a file's content in the table, unless it is there. */
  store(file: TableFile): Promise<void>;
  /** Writes a commit where none is yet; false if another writer came first. */
  addCommit(version: number, text: string): Promise<boolean>;
  addSnapshot(version: number, text: string): Promise<void>;
}

const mostRaces = 20;

/**
 * Makes one version of many files, in one commit: all of them or none. Files whose content the table has stay as they
 * are; in mode `replace`, those that are not among them go. Where nothing changes there is no version and no write.
 * @param files named by their content, each content once
 * @throws Error after losing 20 races, or where files would stay whose columns have another type than the contract says
 */
export async function commitFiles(
  ports: FilePorts,
  request: {
    readonly contract: Contract;
    readonly files: readonly TableFile[];
    /** Who brings them; its key is the folder that they come from. */
    readonly source: FileSource;
    readonly codeCommit: string;
    readonly now: Date;
  },
): Promise<
  | { readonly kind: 'accepted'; readonly version: DatasetVersionRecord }
  | { readonly kind: 'unchanged'; readonly version: number }
> {
  const { contract, files, source, codeCommit, now } = request;
  const wanted = new Set(files.map(({ path }) => path));
  for (let race = 1; race <= mostRaces; race++) {
    const { state, replayed } = await ports.readTable();
    const present = new Set(state.files.map(({ path }) => path));
    const add = files.filter(({ path }) => !present.has(path));
    const remove = contract.mode === 'replace' ? state.files.filter(({ path }) => !wanted.has(path)) : [];
    if (add.length === 0 && remove.length === 0) return { kind: 'unchanged', version: state.version };
    const issue = typeConflict(contract, state, { add, remove });
    if (issue !== null) {
      throw new Error(
        `Cannot commit to '${contract.dataset}': expected ${issue.expected}; received ${issue.received}`,
      );
    }
    for (const file of add) await ports.store(file);
    const manifest = {
      ...{ uploadId: source.uploadId, source, dataset: contract.dataset, codeCommit },
      parent: state.version < 0 ? null : state.version,
      contractVersion: contract.version,
      contractDigest: contractDigest(contract),
      createdAt: now.toISOString(),
    };
    const text = writeCommit({ state, change: { add, remove }, contract, manifest });
    if (!(await ports.addCommit(state.version + 1, text))) continue;
    const [after] = replayLog([text], state);
    if (replayed + 1 >= commitsPerSnapshot) await ports.addSnapshot(after!.version, writeSnapshot(after!));
    return { kind: 'accepted', version: versionRecord(after!) };
  }
  throw new Error(`Cannot commit ${files.length} files to '${contract.dataset}': it lost ${mostRaces} races`);
}

/** Names a batch by its content: the same files are the same batch. 32 hexadecimal digits. */
export const batchIdOf = (files: readonly Pick<TableFile, 'digest'>[]): string =>
  createHash('sha256')
    .update(
      files
        .map(({ digest }) => digest)
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 32);
