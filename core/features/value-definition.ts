import type { DatasetView } from './view-sql.ts';

/**
 * The part of a view that decides its values: two views that differ in their wording, their owner or how long
 * values are kept have the same values.
 */
export function valueDefinition(view: DatasetView) {
  const { kind, name, dataset, entity, eventTime, availabilityDelay, availableAt, maximumAge, grid } = view;
  const features = view.features.map((feature) => ({
    name: feature.name,
    type: feature.type,
    sql: feature.sql,
  }));
  const lookback = view.kind === 'window' ? view.lookback : undefined;
  return {
    kind,
    name,
    dataset,
    entity,
    eventTime,
    availabilityDelay,
    availableAt,
    maximumAge,
    grid,
    lookback,
    features,
  };
}
