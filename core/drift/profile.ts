/**
 * What a table's columns look like, in counts that add up: the profile of two days is the sum of the
 * days' profiles, and a profile of a billion rows is no larger than one of a thousand.
 */
export interface Profile {
  readonly rows: number;
  /** By feature name. */
  readonly features: Readonly<Record<string, FeatureProfile>>;
}

export type FeatureProfile = NumberProfile | CategoryProfile;

export interface NumberProfile {
  readonly type: 'number';
  /** Rows whose value is null or not a number. */
  readonly nulls: number;
  /** Ascending cuts. Bin i holds `edges[i - 1] < value <= edges[i]`; the first and the last bin are open. */
  readonly edges: readonly number[];
  /** One more than `edges`. */
  readonly counts: readonly number[];
  /** Of the finite values; null where there is none. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
}

export interface CategoryProfile {
  readonly type: 'category';
  readonly nulls: number;
  /** Rows by value: the most frequent `maximumCategories`, or those that an earlier profile names. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rows whose value `counts` does not name. */
  readonly other: number;
}

/** A profile names at most this many values of a category. */
export const maximumCategories = 200;

/**
 * The profile of two tables taken together. Exact where both were made with the same edges and the same
 * categories, as all windows of one baseline are; categories that only one of the two names are added up as
 * far as they are named.
 * @throws Error when the two do not have the same features, types and edges
 */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  const names = Object.keys(a.features);
  if (!sameList([...names].sort(), Object.keys(b.features).sort())) {
    throw new Error(
      `Cannot merge profiles: their features differ, '${names.join(', ')}' and '${Object.keys(b.features).join(', ')}'`,
    );
  }
  return {
    rows: a.rows + b.rows,
    features: Object.fromEntries(
      names.map((name) => [name, mergeFeature(name, a.features[name]!, b.features[name]!)]),
    ),
  };
}

function mergeFeature(name: string, a: FeatureProfile, b: FeatureProfile): FeatureProfile {
  if (a.type === 'number' && b.type === 'number') {
    if (!sameList(a.edges, b.edges)) {
      throw new Error(
        `Cannot merge profiles of '${name}': their bins differ; profile both with the same edges`,
      );
    }
    return {
      type: 'number',
      nulls: a.nulls + b.nulls,
      edges: a.edges,
      counts: a.counts.map((count, bin) => count + b.counts[bin]!),
      minimum: pick(Math.min, a.minimum, b.minimum),
      maximum: pick(Math.max, a.maximum, b.maximum),
      mean: weightedMean(a, b),
    };
  }
  if (a.type === 'category' && b.type === 'category') {
    const counts: Record<string, number> = { ...a.counts };
    for (const [value, count] of Object.entries(b.counts)) counts[value] = (counts[value] ?? 0) + count;
    const ranked = Object.entries(counts).sort(([v, n], [w, m]) => m - n || (v < w ? -1 : 1));
    const dropped = ranked.slice(maximumCategories).reduce((sum, [, count]) => sum + count, 0);
    return {
      type: 'category',
      nulls: a.nulls + b.nulls,
      counts: Object.fromEntries(ranked.slice(0, maximumCategories)),
      other: a.other + b.other + dropped,
    };
  }
  throw new Error(
    `Cannot merge profiles of '${name}': it is a ${a.type} in one and a ${b.type} in the other`,
  );
}

const pick = (of: (x: number, y: number) => number, x: number | null, y: number | null): number | null =>
  x === null ? y : y === null ? x : of(x, y);

function weightedMean(a: NumberProfile, b: NumberProfile): number | null {
  if (a.mean === null) return b.mean;
  if (b.mean === null) return a.mean;
  const [n, m] = [total(a.counts), total(b.counts)];
  return (a.mean * n + b.mean * m) / (n + m);
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
