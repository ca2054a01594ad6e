import { featureVectorKey, type ItemKey } from '../registry/keys.ts';
import { type FeatureValue, type FeatureVector, vectorEntity, vectorView } from './feature-vector.ts';
import type { IsoWeek } from './iso-week.ts';
import { addValues, type FoundRow, findRow, weeksToRead } from './look-up.ts';
import type { DatasetView } from './view-sql.ts';

/** A view and the entity of one request. */
export interface ViewEntity {
  readonly view: DatasetView;
  /** As `vectorEntity` writes it; null where the request does not name its entity. */
  readonly entity: string | null;
}

/** The entity of each view that a request is about. */
export function viewEntities(
  views: readonly DatasetView[],
  request: Readonly<Record<string, unknown>>,
): ViewEntity[] {
  return views.map((view) => {
    const values = view.entity.map((column) => request[column] ?? null);
    return { view, entity: values.includes(null) ? null : vectorEntity(values.map(String)) };
  });
}

/** Keys of the vectors that may hold a value as of an hour, of all its weeks or of those that `choose` keeps, oldest first. */
export const vectorKeys = (
  entities: readonly ViewEntity[],
  hour: number,
  choose: (weeks: IsoWeek[]) => IsoWeek[] = (weeks) => weeks,
): ItemKey[] =>
  entities.flatMap(({ view, entity }) =>
    entity === null
      ? []
      : choose(weeksToRead(view, hour)).map(({ name }) => featureVectorKey(nameOf(view), entity, name)),
  );

/**
 * The keys in two rounds, for many requests at once: first those of the newest week, which mostly decides, then what
 * is still needed once those were read.
 */
export function vectorKeysByRound(asked: readonly { entities: readonly ViewEntity[]; hour: number }[]): {
  readonly newest: ItemKey[];
  readonly older: (read: VectorIndex) => ItemKey[];
} {
  return {
    newest: asked.flatMap(({ entities, hour }) => vectorKeys(entities, hour, (weeks) => weeks.slice(-1))),
    older: (read) =>
      asked.flatMap(({ entities, hour }) => {
        const rows = findRows(entities, read, hour);
        const undecided = entities.filter((_, index) => rows[index] === null);
        return vectorKeys(undecided, hour, (weeks) => weeks.slice(0, -1));
      }),
  };
}

/** Vectors by view, entity and week. */
export type VectorIndex = ReadonlyMap<string, ReadonlyMap<string, FeatureVector>>;

const indexKey = (view: string, entity: string): string => `${view} ${entity}`;

export function indexVectors(vectors: readonly FeatureVector[]): VectorIndex {
  const index = new Map<string, Map<string, FeatureVector>>();
  for (const vector of vectors) {
    const key = indexKey(vector.view, vector.entity);
    let weeks = index.get(key);
    if (weeks === undefined) {
      weeks = new Map();
      index.set(key, weeks);
    }
    weeks.set(vector.week, vector);
  }
  return index;
}

/** The row of each view, in their order, that holds as of an hour; null where there is none. */
export const findRows = (
  entities: readonly ViewEntity[],
  vectors: VectorIndex,
  hour: number,
): (FoundRow | null)[] =>
  entities.map(({ view, entity }) => {
    const weeks = entity === null ? undefined : vectors.get(indexKey(nameOf(view), entity));
    return weeks === undefined ? null : findRow(view, weeks, hour);
  });

/** The views' features in the rows that `findRows` found. */
export function featuresOf(
  entities: readonly ViewEntity[],
  rows: readonly (FoundRow | null)[],
): Record<string, FeatureValue> {
  const features: Record<string, FeatureValue> = {};
  for (const [index, { view }] of entities.entries()) addValues(features, view, rows[index]!);
  return features;
}

/** The views' features as of an hour, from the vectors that were found. */
export const lookUpAll = (
  entities: readonly ViewEntity[],
  vectors: readonly FeatureVector[],
  hour: number,
): Record<string, FeatureValue> => featuresOf(entities, findRows(entities, indexVectors(vectors), hour));

/** Of which version of its dataset a view's values are; null where it has none. */
export interface VersionUsed {
  readonly dataset: string;
  readonly version: number | null;
}

/** Which dataset versions the rows that `findRows` found were computed from, by view. */
export const versionsUsed = (
  entities: readonly ViewEntity[],
  rows: readonly (FoundRow | null)[],
): Record<string, VersionUsed> =>
  Object.fromEntries(
    entities.map(({ view: { name, dataset } }, index) => [
      name,
      { dataset, version: rows[index]?.vector.datasetVersion ?? null },
    ]),
  );

/** A view's name holds the digest of its definition: computed once, not for each request. */
const names = new WeakMap<DatasetView, string>();

function nameOf(view: DatasetView): string {
  let name = names.get(view);
  if (name === undefined) {
    name = vectorView(view);
    names.set(view, name);
  }
  return name;
}
