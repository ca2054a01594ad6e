import type { Duration } from '../duration.ts';

/** How a feature enters a model: a number, or a category with an unordered set of values. */
export type FeatureType = 'number' | 'category';

export interface Feature {
  /** snake_case; unique within a model. */
  readonly name: string;
  readonly description: string;
  readonly type: FeatureType;
  readonly unit?: string;
  /** SQL expression: over the request's columns, or (in a view) over the dataset's columns. */
  readonly sql: string;
}

/** Features computed from the request alone. */
export interface RequestView {
  readonly kind: 'request';
  readonly features: readonly Feature[];
}

/**
 * The newest row of a dataset per entity, at or before the request's hour.
 * Each feature's SQL is a scalar expression over that row.
 */
export interface LatestView {
  readonly kind: 'latest';
  readonly name: string;
  readonly dataset: string;
  /** Columns, of the dataset and of the request alike, that identify the entity. */
  readonly entity: readonly string[];
  /** SQL timestamp expression: when a row became known. */
  readonly availableAt: string;
  /** A row older than this is no longer the present state: the feature is null. */
  readonly maximumAge: Duration;
  readonly features: readonly Feature[];
}

/**
 * An aggregate over the rows that became known in the `lookback` before the request's hour.
 * Each feature's SQL is one of DuckDB's decomposable aggregates (`avg`, `sum`, `count`) of a scalar expression.
 */
export interface WindowView {
  readonly kind: 'window';
  readonly name: string;
  readonly dataset: string;
  readonly entity: readonly string[];
  readonly availableAt: string;
  readonly lookback: Duration;
  /** How old the newest materialised hour may be before the feature is null online. */
  readonly maximumAge: Duration;
  readonly features: readonly Feature[];
}

export type FeatureView = RequestView | LatestView | WindowView;
