import type { TableState } from './delta-log.ts';

/**
 * A table's state beside its log, so that a reader replays the commits after it and not the whole log. It says
 * nothing that the log does not say, and lies in a hidden folder that Delta readers skip.
 */
const format = 1;

/** A writer leaves a snapshot when this many commits lie between the newest one and its own. */
export const commitsPerSnapshot = 32;

/** Folder of a table's snapshots, below the table's root. */
export const snapshotFolder = '_ballast/snapshots/';

/** Key of a snapshot below the table's root. */
export const snapshotPath = (version: number): string =>
  `${snapshotFolder}${String(version).padStart(20, '0')}.json`;

/** Version of a snapshot by its key, or null where the key is not a snapshot's. */
export function versionOfSnapshot(key: string): number | null {
  const match = /(?:^|\/)_ballast\/snapshots\/(\d{20})\.json$/.exec(key);
  return match === null ? null : Number(match[1]);
}

export const writeSnapshot = (state: TableState): string => JSON.stringify({ format, ...state });

/**
 * @param text what `writeSnapshot` has written
 * @throws Error where another release wrote it in another form
 */
export function readSnapshot(text: string): TableState {
  const { format: found, ...state } = JSON.parse(text) as TableState & { readonly format: number };
  if (found !== format) {
    throw new Error(
      `Cannot read a table's snapshot: its format is ${found}, this release reads ${format}; delete the object, the log has all of it`,
    );
  }
  // Snapshots of tables of reader version 1 did not say what was the same for all of them.
  return { ...state, configuration: state.configuration ?? {}, readerVersion: state.readerVersion ?? 1 };
}
