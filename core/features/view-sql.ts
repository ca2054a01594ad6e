import type { Contract } from '../contracts/contract.ts';
import type { LatestView, WindowView } from './feature-view.ts';
import { latestViewSql } from './latest-view-sql.ts';
import { windowViewSql } from './window-view-sql.ts';

/** Views whose values come from a dataset. */
export type DatasetView = LatestView | WindowView;

/** Hours from `from` on, up to and with `to`; milliseconds since 1970 in UTC, full hours. */
export interface HourRange {
  readonly from: number;
  readonly to?: number;
}

/**
 * The query of a view's values: columns of the entity (as text), `ballast_hour`, and the features. A value
 * holds from its hour on, until the next row of the entity or until `maximumAge` has passed. Training and
 * `predict` both read what this one query gives.
 * @param relation what may stand after FROM: the dataset's rows
 */
export function viewSql(view: DatasetView, contract: Contract, relation: string, range?: HourRange): string {
  return view.kind === 'latest'
    ? latestViewSql(view, contract, relation, range)
    : windowViewSql(view, contract, relation, range);
}
