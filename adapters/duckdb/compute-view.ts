import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../core/contracts/contract.ts';
import type { FeatureValue, ViewRow } from '../../core/features/feature-vector.ts';
import { type DatasetView, type HourRange, viewSql } from '../../core/features/view-sql.ts';
import { quoteIdentifier } from '../../core/sql.ts';

/** The rows of a view's table, from `range.from` on. */
export async function computeView(
  connection: DuckDBConnection,
  view: DatasetView,
  contract: Contract,
  relation: string,
  range?: HourRange,
): Promise<ViewRow[]> {
  const columns = [...view.entity, ...view.features.map(({ name }) => name)].map(quoteIdentifier);
  const reader = await connection.runAndReadAll(
    `SELECT epoch_ms(ballast_hour)::DOUBLE, ${columns.join(', ')} FROM (\n${viewSql(view, contract, relation, range)}\n)`,
  );
  return reader.getRows().map(([hour, ...values]) => ({
    hour: hour as number,
    entity: values.slice(0, view.entity.length) as string[],
    values: values.slice(view.entity.length) as FeatureValue[],
  }));
}
