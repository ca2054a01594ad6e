import type { FileSource, RowGroup } from './file-source.ts';

/** A part of a file whose rows are compared with each other, and with no others, when repeated keys are looked for. */
export interface Slice {
  /** Where its rows' values lie; none for the whole file. */
  readonly bounds: readonly Bound[];
  /** Of that many parts by the key's hash, the one that is meant. */
  readonly parts: number;
  readonly part: number;
}

/** Bounds of one column's values, the lower included, the upper not; null where there is none. */
export interface Bound {
  /** Index of the contract's column. */
  readonly column: number;
  readonly from: bigint | null;
  readonly below: bigint | null;
}

/** Rows whose hashes one hash table holds: about 50 bytes each. */
const mostRows = 4_000_000;
/** Above this, a slice is cut further by another column, if one allows it. */
const manyRows = 2_000_000;
/** Below this, a slice saves no memory worth a scan of its own. */
const fewestRows = 1_000_000;
/** How many times over the rows may be read, at most, for a cut by a column to be worth it. */
const mostReading = 1.5;

/** What lies within bounds, and the row groups that may hold some of it. */
interface Section {
  readonly bounds: readonly Bound[];
  readonly groups: readonly RowGroup[];
}

/**
 * Cuts a file so that memory does not grow with it. Rows with equal keys have an equal value in each column of the key: where
 * one of these columns lies in the file in (nearly) sorted order, as a month does in most files, slices by its value read a few
 * row groups each; where they are large, another column, such as the day, cuts within them. Otherwise each slice reads the whole
 * file and keeps the keys of its share of hashes.
 */
export function planSlices(source: FileSource, keyColumns: readonly number[]): readonly Slice[] {
  const whole = byHash([], source.rows);
  const sections = cut({ bounds: [], groups: source.rowGroups }, keyColumns);
  const slices = sections.flatMap(({ bounds, groups }) => byHash(bounds, rowsOf(groups)));
  const read = sections.reduce((sum, { groups }) => sum + rowsOf(groups) * partsOf(rowsOf(groups)), 0);
  return sections.length > 1 && read < source.rows * whole.length ? slices : whole;
}

function cut(section: Section, columns: readonly number[]): Section[] {
  const rows = rowsOf(section.groups);
  if (rows <= manyRows) return [section];
  const [best] = columns
    .map((column) => ({ column, sections: cutBy(section, column) }))
    .filter(
      ({ sections }) =>
        sections.length > 1 &&
        sections.reduce((sum, { groups }) => sum + rowsOf(groups), 0) <= rows * mostReading,
    )
    .sort((a, b) => b.sections.length - a.sections.length);
  if (best === undefined) return [section];
  const others = columns.filter((column) => column !== best.column);
  return best.sections.flatMap((smaller) => cut(smaller, others));
}

/** Cuts by one column, between row groups in the order of its values; one section where its values are not known. */
function cutBy(section: Section, column: number): Section[] {
  const bounds = section.groups.map((group) => group.bounds[column]);
  if (bounds.some((bound) => bound === undefined)) return [section];
  const groups = section.groups
    .map((group) => ({ group, ...group.bounds[column]! }))
    .sort((a, b) => (a.least < b.least ? -1 : a.least > b.least ? 1 : 0));
  const cuts: bigint[] = [];
  let collected = 0;
  for (const { group, least } of groups) {
    const last = cuts.at(-1) ?? groups[0]!.least;
    if (collected >= fewestRows && least > last) {
      cuts.push(least);
      collected = 0;
    }
    collected += group.rows;
  }
  return [...cuts, null].map((below, index) => {
    const from = cuts[index - 1] ?? null;
    const within = groups.filter(
      ({ least, most }) => (below === null || least < below) && (from === null || most >= from),
    );
    return {
      bounds: [...section.bounds, { column, from, below }],
      groups: within.map(({ group }) => group),
    };
  });
}

const rowsOf = (groups: readonly RowGroup[]): number => groups.reduce((sum, { rows }) => sum + rows, 0);

const partsOf = (rows: number): number => Math.max(1, Math.ceil(rows / mostRows));

function byHash(bounds: readonly Bound[], rows: number): Slice[] {
  const parts = partsOf(rows);
  return Array.from({ length: parts }, (_, part) => ({ bounds, parts, part }));
}
