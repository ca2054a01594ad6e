import type { FileSource } from './file-source.ts';

/** A part of a file whose rows are compared with each other, and with no others, when repeated keys are looked for. */
export interface Slice {
  /** Bounds of one column's values, the lower included, the upper not; null where there is none. */
  readonly from: bigint | null;
  readonly below: bigint | null;
  /** Of that many parts by the key's hash, the one that is meant. */
  readonly parts: number;
  readonly part: number;
}

export interface SlicePlan {
  /** Index of the contract's column whose values bound the slices; null where only hashes do. */
  readonly column: number | null;
  readonly slices: readonly Slice[];
}

/** Rows whose hashes one hash table holds: about 50 bytes each. */
const mostRows = 4_000_000;
/** Below this, a slice saves no memory worth a scan of its own. */
const fewestRows = 1_000_000;
/** How many times over the file may be read, at most, for slices by a column to be worth it. */
const mostReading = 1.5;

/**
 * Cuts a file so that memory does not grow with it. Rows with equal keys have an equal value in each column of the key: where
 * one of these columns lies in the file in (nearly) sorted order, as a day or a month does in most files, slices by its
 * value read a few row groups each. Otherwise each slice reads the whole file and keeps the keys of its share of hashes.
 */
export function planSlices(source: FileSource, keyColumns: readonly number[]): SlicePlan {
  const plans = source.rows > mostRows ? keyColumns.flatMap((column) => sliceBy(source, column)) : [];
  const best = plans.sort((a, b) => b.slices.length - a.slices.length)[0];
  return best ?? { column: null, slices: byHash(null, null, source.rows) };
}

function sliceBy({ rowGroups, rows }: FileSource, column: number): SlicePlan[] {
  const bounds = rowGroups.map((group) => group.bounds[column]);
  if (bounds.length === 0 || bounds.some((bound) => bound === undefined)) return [];
  const groups = rowGroups
    .map((group) => ({ rows: group.rows, ...group.bounds[column]! }))
    .sort((a, b) => (a.least < b.least ? -1 : a.least > b.least ? 1 : 0));
  const cuts: bigint[] = [];
  let collected = 0;
  for (const group of groups) {
    const last = cuts.at(-1);
    if (collected >= fewestRows && (last === undefined || group.least > last)) {
      cuts.push(group.least);
      collected = 0;
    }
    collected += group.rows;
  }
  const edges = [null, ...cuts, null];
  let read = 0;
  const slices = edges.slice(1).flatMap((below, index) => {
    const from = edges[index]!;
    const within = groups
      .filter(({ least, most }) => (below === null || least < below) && (from === null || most >= from))
      .reduce((sum, group) => sum + group.rows, 0);
    const parts = byHash(from, below, within);
    read += within * parts.length;
    return parts;
  });
  return cuts.length > 0 && read <= rows * mostReading ? [{ column, slices }] : [];
}

function byHash(from: bigint | null, below: bigint | null, rows: number): Slice[] {
  const parts = Math.max(1, Math.ceil(rows / mostRows));
  return Array.from({ length: parts }, (_, part) => ({ from, below, parts, part }));
}
