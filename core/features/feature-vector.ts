import { digestOf, type Json } from '../training/digest-of.ts';
import { hoursInWeek, isoWeek } from './iso-week.ts';
import { type PackedValues, packValues } from './packed-values.ts';
import { valueDefinition } from './value-definition.ts';
import type { DatasetView } from './view-sql.ts';

/** A feature's value; null where it is unknown. */
export type FeatureValue = string | number | null;

/** One row of a view's table: what is known of an entity from `hour` on. */
export interface ViewRow {
  /** The entity's values as text, in the order of the view's `entity`. */
  readonly entity: readonly string[];
  /** Milliseconds since 1970 in UTC, a full hour. */
  readonly hour: number;
  /** In the order of the view's features. */
  readonly values: readonly FeatureValue[];
}

/** A week of a view's values for one entity, as the registry holds it for `predict`. */
export interface FeatureVector {
  readonly kind: 'feature-vector';
  /** The view's name and the digest of its definition: a changed view never reads the old one's values. */
  readonly view: string;
  readonly entity: string;
  /** ISO week, `2013-W18`. */
  readonly week: string;
  /** Version of the dataset that it was computed from. */
  readonly datasetVersion: number;
  /** The hours of the week that have a row, ascending, a byte each: 0 is Monday 00:00 UTC, 167 the last. */
  readonly hours: Uint8Array;
  /** By feature: the values of those hours. */
  readonly values: Readonly<Record<string, PackedValues>>;
  /** When DynamoDB may remove it: seconds since 1970. */
  readonly expiresAt: number;
}

/** Of the way in which vectors are packed: those that are packed in another way are never read. */
const packing = 2;

/** Name of a view's vectors: `carrier-delay@1f0c9a7e`. */
export const vectorView = (view: DatasetView): string => {
  const definition = JSON.parse(JSON.stringify({ ...valueDefinition(view), packing })) as Json;
  return `${view.name}@${digestOf(definition).slice(0, 8)}`;
};

/** An entity's values as one text that no other entity shares. */
export const vectorEntity = (values: readonly (string | number)[]): string =>
  JSON.stringify(values.map(String));

/** Packs rows, in any order, into one vector per entity and week. */
export function packVectors(
  view: DatasetView,
  rows: Iterable<ViewRow>,
  stamp: { readonly datasetVersion: number; readonly expiresAt: number },
): FeatureVector[] {
  const weeks = new Map<string, { entity: string; week: string; rows: (ViewRow | undefined)[] }>();
  for (const row of rows) {
    const { name, start } = isoWeek(row.hour);
    const entity = vectorEntity(row.entity);
    const key = `${name}${entity}`;
    let week = weeks.get(key);
    if (week === undefined) {
      week = { entity, week: name, rows: new Array<ViewRow | undefined>(hoursInWeek).fill(undefined) };
      weeks.set(key, week);
    }
    week.rows[(row.hour - start) / 3_600_000] = row;
  }
  const name = vectorView(view);
  return [...weeks.values()].map(({ entity, week, rows: hours }) => {
    const known = hours.flatMap((row, hour) => (row === undefined ? [] : [{ row, hour }]));
    return {
      kind: 'feature-vector',
      view: name,
      entity,
      week,
      ...stamp,
      hours: Uint8Array.from(known, ({ hour }) => hour),
      values: Object.fromEntries(
        view.features.map((feature, index) => [
          feature.name,
          packValues(known.map(({ row }) => row.values[index] ?? null)),
        ]),
      ),
    };
  });
}
