import { inSeconds } from '../duration.ts';
import type { FeatureValue, FeatureVector } from './feature-vector.ts';
import { hoursInWeek, type IsoWeek, isoWeeksBetween } from './iso-week.ts';
import type { DatasetView } from './view-sql.ts';

const hourInMilliseconds = 3_600_000;

/** The weeks whose vectors may hold the value as of an hour, oldest first. */
export const weeksToRead = (view: Pick<DatasetView, 'maximumAge'>, hour: number): IsoWeek[] =>
  isoWeeksBetween(hour - inSeconds(view.maximumAge) * 1_000, hour);

/** The row of a view's values that holds as of an hour: an hour of the week of one vector. */
export interface FoundRow {
  readonly vector: FeatureVector;
  readonly hourOfWeek: number;
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
    const last = Math.min(hoursInWeek - 1, Math.floor((hour - week.start) / hourInMilliseconds));
    const found = vector.hours.lastIndexOf('1', last);
    if (found === -1) continue;
    return week.start + found * hourInMilliseconds < oldest ? null : { vector, hourOfWeek: found };
  }
  return null;
}

/** A view's features as of an hour, of the row that `findRow` finds; null where there is none. */
export function lookUp(
  view: Pick<DatasetView, 'maximumAge' | 'features'>,
  vectors: ReadonlyMap<string, FeatureVector>,
  hour: number,
): Record<string, FeatureValue> {
  const row = findRow(view, vectors, hour);
  return row === null
    ? Object.fromEntries(view.features.map(({ name }) => [name, null]))
    : valuesAt(view, row.vector, row.hourOfWeek);
}

function valuesAt(
  view: Pick<DatasetView, 'features'>,
  vector: FeatureVector,
  hourOfWeek: number,
): Record<string, FeatureValue> {
  let index = 0;
  for (let at = 0; at < hourOfWeek; at++) if (vector.hours[at] === '1') index++;
  return Object.fromEntries(
    view.features.map(({ name }) => {
      return [name, valuesOf(vector, name)[index] ?? null];
    }),
  );
}

/** Many requests of one call ask of the same vector: its text is read once. */
const parsed = new WeakMap<FeatureVector, Map<string, readonly FeatureValue[]>>();

function valuesOf(vector: FeatureVector, feature: string): readonly FeatureValue[] {
  let features = parsed.get(vector);
  if (features === undefined) {
    features = new Map();
    parsed.set(vector, features);
  }
  let values = features.get(feature);
  if (values === undefined) {
    values = JSON.parse(vector.values[feature] ?? '[]') as readonly FeatureValue[];
    features.set(feature, values);
  }
  return values;
}
