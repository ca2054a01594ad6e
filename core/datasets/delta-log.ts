import type { DataFile } from '../registry/records.ts';

/**
 * The part of the Delta Lake transaction log that Ballast writes and reads back
 * (https://github.com/delta-io/delta/blob/master/PROTOCOL.md, reader version 3, writer version 7, feature `timestampNtz`).
 * One commit is one object of JSON lines, `_delta_log/<version>.json`, written once.
 */

/** Who brought a data file. */
export interface FileSource {
  readonly key: string;
  readonly versionId: string;
  readonly uploader: string;
  readonly uploadId: string;
  /** In its comparable form. */
  readonly sequencer: string;
  /** `quarantined`: rows of the upload that its first check set aside and a backfill accepted. */
  readonly part?: 'quarantined';
}

/** A data file of the table: an `add` action. */
export interface TableFile extends DataFile {
  readonly source: FileSource;
}

/** Our manifest of a commit, in its `commitInfo`. */
export interface CommitManifest {
  readonly uploadId: string;
  /** The upload that made this commit; of several that came in one commit, the first. */
  readonly source: FileSource;
  readonly dataset: string;
  readonly parent: number | null;
  readonly contractVersion: string;
  readonly contractDigest: string;
  readonly codeCommit: string;
  readonly createdAt: string;
}

/** The table after one of its commits. */
export interface TableState {
  /** -1 before the first commit. */
  readonly version: number;
  readonly files: readonly TableFile[];
  readonly schema: string | null;
  /** Properties of the table, of its newest `metaData`. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Of the Delta protocol, the version that a reader must know; 0 before the first commit. */
  readonly readerVersion: number;
  readonly manifest: CommitManifest | null;
  /** How many data files its last commit added to the table and took out of it. */
  readonly added: number;
  readonly removed: number;
  /** The commit that each upload made, by the upload's id: an upload that comes again finds its own. */
  readonly uploads: Readonly<Record<string, number>>;
}

export const emptyTable: TableState = {
  version: -1,
  files: [],
  schema: null,
  configuration: {},
  readerVersion: 0,
  manifest: null,
  added: 0,
  removed: 0,
  uploads: {},
};

/** Key of a commit below the table's root. */
export const commitPath = (version: number): string => `_delta_log/${String(version).padStart(20, '0')}.json`;

/** Version of a commit by its key, or null where the key is not a commit's. */
export function versionOfCommit(key: string): number | null {
  const match = /(?:^|\/)_delta_log\/(\d{20})\.json$/.exec(key);
  return match === null ? null : Number(match[1]);
}

/** Tag of an `add` action that holds our `{ digest, from, to, source }` as JSON. */
export const fileTag = 'ballast';

interface Action {
  readonly commitInfo?: { readonly ballast?: CommitManifest };
  readonly protocol?: { readonly minReaderVersion: number };
  readonly metaData?: {
    readonly schemaString: string;
    readonly configuration?: Readonly<Record<string, string>>;
  };
  readonly add?: {
    readonly path: string;
    readonly size: number;
    readonly stats: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly remove?: { readonly path: string };
}

/**
 * The table after each of these commits, in order.
 * @param commits texts of the commits that follow `from`
 * @param from the table before them; without it, they are all commits from 0 on
 * @throws Error where a commit adds a file that Ballast did not write
 */
export function replayLog(commits: readonly string[], from: TableState = emptyTable): TableState[] {
  const states: TableState[] = [];
  let state = from;
  for (const text of commits) {
    state = replayCommit(state, text);
    states.push(state);
  }
  return states;
}

function replayCommit(before: TableState, text: string): TableState {
  const version = before.version + 1;
  const files = new Map(before.files.map((file) => [file.path, file]));
  let { schema, configuration, readerVersion } = before;
  let manifest: CommitManifest | null = null;
  let removed = 0;
  let added = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const action = JSON.parse(line) as Action;
    manifest = action.commitInfo?.ballast ?? manifest;
    readerVersion = action.protocol?.minReaderVersion ?? readerVersion;
    schema = action.metaData?.schemaString ?? schema;
    configuration = action.metaData?.configuration ?? configuration;
    if (action.remove !== undefined && files.delete(action.remove.path)) removed++;
    if (action.add !== undefined) {
      // A file that is there already has got another holder: nothing was added.
      if (!files.has(action.add.path)) added++;
      files.set(action.add.path, readAdd(action.add, version));
    }
  }
  const uploads = manifest === null ? before.uploads : { ...before.uploads, [manifest.uploadId]: version };
  return {
    ...{ version, files: [...files.values()], schema, configuration, readerVersion },
    ...{ manifest, added, removed, uploads },
  };
}

function readAdd(add: NonNullable<Action['add']>, version: number): TableFile {
  const tag = add.tags?.[fileTag];
  if (tag === undefined) {
    throw new Error(`Cannot read commit ${version}: it adds '${add.path}', which Ballast did not write`);
  }
  const { numRecords } = JSON.parse(add.stats) as { readonly numRecords: number };
  const ours = JSON.parse(tag) as Pick<TableFile, 'digest' | 'from' | 'to' | 'source'>;
  return { path: add.path, bytes: add.size, rows: numRecords, ...ours };
}
