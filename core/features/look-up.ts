import { inSeconds } from '../duration.ts';
import type { FeatureValue, FeatureVector } from './feature-vector.ts';
import { type IsoWeek, isoWeeksBetween } from './iso-week.ts';
import { valueAt } from './packed-values.ts';
import type { DatasetView } from './view-sql.ts';

const hourInMilliseconds = 3_600_000;

/** The weeks whose vectors may hold the value as of an hour, oldest first. */
export const weeksToRead = (view: Pick<DatasetView, 'maximumAge'>, hour: number): IsoWeek[] =>
  isoWeeksBetween(hour - inSeconds(view.maximumAge) * 1_000, hour);

/** The row of a view's values that holds as of an hour. */
export interface FoundRow {
  readonly vector: FeatureVector;
  /** Which of the vector's rows. */
  readonly index: number;
}

/**
 * The entity's newest row at or before an hour; null where that row is older than the view's `maximumAge` or there
 * is none.
 * @param vectors the entity's vectors by the name of their week
 * @param hour milliseconds since 1970 in UTC, a full hour
 */
export function findRow(
  view: Pick<DatasetView, 'maximumAge'>,
  vectors: ReadonlyMap<string, FeatureVector>,
  hour: number,
): FoundRow | null {
  const oldest = hour - inSeconds(view.maximumAge) * 1_000;
  for (const week of weeksToRead(view, hour).reverse()) {
    const vector = vectors.get(week.name);
    if (vector === undefined) continue;
    const hourOfWeek = (hour - week.start) / hourInMilliseconds;
    const index = vector.hours.findLastIndex((known) => known <= hourOfWeek);
    if (index === -1) continue;
    const found = week.start + vector.hours[index]! * hourInMilliseconds;
    return found < oldest ? null : { vector, index };
  }
  return null;
}

/** Adds a view's features in a row that `findRow` found; null where it found none. */
export function addValues(
  features: Record<string, FeatureValue>,
  view: Pick<DatasetView, 'features'>,
  row: FoundRow | null,
): void {
  for (const { name } of view.features) {
    features[name] = row === null ? null : valueAt(row.vector.values[name]!, row.index);
  }
}
