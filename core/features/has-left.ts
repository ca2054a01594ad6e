import type { MaterialisationRecord } from '../registry/records.ts';
import type { FeatureVector } from './feature-vector.ts';

/**
 * Whether a vector is of an entity that has left its dataset: a newer version was materialised, which wrote every vector of
 * the view from that week on, and not this one.
 */
export function hasLeft(
  { view, week, datasetVersion }: Pick<FeatureVector, 'view' | 'week' | 'datasetVersion'>,
  reached: readonly Pick<MaterialisationRecord, 'version' | 'whole'>[],
): boolean {
  return reached.some(
    ({ version, whole }) =>
      whole?.views.includes(view) === true && week >= whole.fromWeek && datasetVersion < version,
  );
}
