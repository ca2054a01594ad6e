import type { Duration } from '../duration.ts';

/** How a feature enters a model: a number, or a category with an unordered set of values. */
export type FeatureType = 'number' | 'category';

export interface Feature {
  /** snake_case; unique within a model. */
  readonly name: string;
  readonly description: string;
  readonly type: FeatureType;
  readonly unit?: string;
  /**
   * SQL expression: over the request's columns, or (in a view) over the dataset's columns. In a request feature
   * `month()`, `year()` and `day()` cost 0.3 ms of each prediction; `strftime` does not.
   */
  readonly sql: string;
}

/** Features computed from the request alone. */
export interface RequestView {
  readonly kind: 'request';
  readonly features: readonly Feature[];
}

/** What views over a dataset have in common. */
export interface ViewOfDataset {
  /** kebab-case; unique within a model. */
  readonly name: string;
  readonly description: string;
  /** Who answers for its values: the name of the model's owner. */
  readonly owner: string;
  readonly dataset: string;
  /** Columns, of the dataset and of the request alike, that identify the entity. */
  readonly entity: readonly string[];
  /** SQL timestamp expression over the dataset's columns: when what a row tells happened. */
  readonly eventTime: string;
  /** How long after `eventTime` a row is known. Either this or `availableAt`. */
  readonly availabilityDelay?: Duration;
  /** SQL timestamp expression: when a row became known, where the delay differs from row to row. */
  readonly availableAt?: string;
  /**
   * How long after `eventTime` `availableAt` lies at most. Online values are made of the rows that this admits; where it is
   * not said, of all the dataset's rows, which are then read at each new version.
   */
  readonly maximumDelay?: Duration;
  /** How far back a lookup may find a value before the feature is null. */
  readonly maximumAge: Duration;
  /** How long an online value stays in the registry after it was last written. */
  readonly timeToLive: Duration;
  /** From when to when a value holds; `hour` where it is not said. Only hours can be served. */
  readonly grid?: Grid;
  readonly features: readonly Feature[];
}

/** The width of a view's grid: what becomes known within a cell counts from the cell's end on. */
export type Grid = 'hour' | 'minute';

/**
 * The newest row of a dataset per entity, at or before the request's hour.
 * Each feature's SQL is a scalar expression over that row.
 */
export interface LatestView extends ViewOfDataset {
  readonly kind: 'latest';
}

/**
 * An aggregate over the rows that became known in the `lookback` before the request's hour.
 * Each feature's SQL is one of DuckDB's decomposable aggregates (`avg`, `sum`, `count`) of a scalar expression.
 */
export interface WindowView extends ViewOfDataset {
  readonly kind: 'window';
  readonly lookback: Duration;
}

export type FeatureView = RequestView | LatestView | WindowView;
