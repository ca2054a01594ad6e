/**
 * How far the watch over a model has come: the only item that a check changes, under its `sequence`. Everything that
 * it names in S3 is immutable, so that a check that dies, or loses against another, leaves nothing that counts.
 */
export interface WatchRecord {
  readonly kind: 'watch';
  readonly model: string;
  /** Number of checks so far. A check that finds another number at its end has lost, and its work is void. */
  readonly sequence: number;
  readonly at: string;
  readonly captures: CaptureCursor;
  /** The label dataset's version that predictions were joined with last. */
  readonly datasetVersion: number | null;
  /** Traffic of a live version that does not suffice for a verdict yet. */
  readonly window: { readonly version: number; readonly from: string; readonly key: string } | null;
  /** Parquet of predictions whose outcome is not known yet. */
  readonly unscored: string | null;
  /** Parquet of a live version's predictions with outcomes that do not suffice for a verdict yet. */
  readonly outcomes: { readonly version: number; readonly key: string } | null;
}

/** Which captured objects were read: all up to a time, and these of its last seconds. */
export interface CaptureCursor {
  readonly until: string;
  readonly recent: readonly string[];
}

export const noCaptures: CaptureCursor = { until: new Date(0).toISOString(), recent: [] };

/** S3 shows times in whole seconds, and two writers' objects may appear out of order by about this much. */
const overlapInMilliseconds = 5_000;

export interface CapturedObject {
  readonly key: string;
  readonly bytes: number;
  readonly lastModified: Date;
}

/**
 * The objects that a check must read, oldest first, and the cursor for the next one. No object is read twice, and
 * one that appears late is not missed.
 * @param until objects from after this time are left for later
 * @param limit at most so many: the next check goes on
 */
export function selectCaptures(
  objects: readonly CapturedObject[],
  cursor: CaptureCursor,
  until: Date,
  limit: number,
): { readonly selected: readonly CapturedObject[]; readonly left: number; readonly cursor: CaptureCursor } {
  const since = Date.parse(cursor.until) - overlapInMilliseconds;
  const known = new Set(cursor.recent);
  const waiting = objects
    .filter(({ key, lastModified }) => {
      const at = lastModified.getTime();
      return at >= since && at <= until.getTime() && !known.has(key);
    })
    .sort((a, b) => a.lastModified.getTime() - b.lastModified.getTime() || (a.key < b.key ? -1 : 1));
  const selected = waiting.slice(0, limit);
  const newest = selected.at(-1)?.lastModified.getTime();
  if (newest === undefined) return { selected, left: 0, cursor };
  const next = Math.max(newest, Date.parse(cursor.until));
  const read = new Set([...known, ...selected.map(({ key }) => key)]);
  return {
    selected,
    left: waiting.length - selected.length,
    cursor: {
      until: new Date(next).toISOString(),
      recent: objects
        .filter(
          ({ key, lastModified }) => read.has(key) && lastModified.getTime() >= next - overlapInMilliseconds,
        )
        .map(({ key }) => key),
    },
  };
}

/**
 * The key after which a variant's objects of interest begin: SageMaker names them by the hour, so that two hours
 * before the cursor no object can be missing.
 */
export function captureStart(prefix: string, cursor: CaptureCursor): string {
  const from = new Date(Math.max(0, Date.parse(cursor.until) - 2 * 3_600_000)).toISOString();
  const [year, month, day, hour] = [
    from.slice(0, 4),
    from.slice(5, 7),
    from.slice(8, 10),
    from.slice(11, 13),
  ];
  return `${prefix}${year}/${month}/${day}/${hour}/`;
}
