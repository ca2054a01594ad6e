import { featureVectorKey, type ItemKey } from '../registry/keys.ts';
import { type FeatureValue, type FeatureVector, vectorEntity, vectorView } from './feature-vector.ts';
import { lookUp, weeksToRead } from './look-up.ts';
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

/** Keys of every vector that may hold a value as of an hour. */
export const vectorKeys = (entities: readonly ViewEntity[], hour: number): ItemKey[] =>
  entities.flatMap(({ view, entity }) =>
    entity === null
      ? []
      : weeksToRead(view, hour).map(({ name }) => featureVectorKey(vectorView(view), entity, name)),
  );

/** The views' features as of an hour, from the vectors that were found. */
export function lookUpAll(
  entities: readonly ViewEntity[],
  vectors: readonly FeatureVector[],
  hour: number,
): Record<string, FeatureValue> {
  const features: Record<string, FeatureValue> = {};
  for (const { view, entity } of entities) {
    const name = vectorView(view);
    const own = vectors.filter((vector) => vector.view === name && vector.entity === entity);
    Object.assign(features, lookUp(view, new Map(own.map((vector) => [vector.week, vector])), hour));
  }
  return features;
}
