import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../core/contracts/contract.ts';
import { inSeconds } from '../../core/duration.ts';
import type { FeatureValue } from '../../core/features/feature-vector.ts';
import { timestampSql } from '../../core/features/hour-sql.ts';
import { isoWeek } from '../../core/features/iso-week.ts';
import { type DatasetView, viewSql } from '../../core/features/view-sql.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';

/** What a view is asked: its entity's values as text, null where the request did not name them, and the hour. */
export interface AskedOfView {
  readonly entity: readonly (string | null)[];
  /** Milliseconds since 1970 in UTC. */
  readonly hour: number;
}

/**
 * A view's features for entities as of hours, in their order: an ASOF join of the offline query's rows, as training
 * has it, and none of the code that packs and looks up vectors.
 * @param relation the dataset version's rows
 */
export async function recomputeView(
  connection: DuckDBConnection,
  view: DatasetView,
  contract: Contract,
  relation: string,
  asked: readonly AskedOfView[],
): Promise<Record<string, FeatureValue>[]> {
  if (asked.length === 0) return [];
  const age = inSeconds(view.maximumAge);
  const oldest = asked.reduce((least, { hour }) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const newest = asked.reduce((most, { hour }) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
  const range = { from: isoWeek(oldest - age * 1_000).start, to: newest };
  const rows = asked.map(({ entity, hour }, index) => {
    const values = entity.map((value) => (value === null ? 'NULL::VARCHAR' : quoteLiteral(value)));
    return `(${[index, timestampSql(hour), ...values].join(', ')})`;
  });
  const entities = view.entity.map((_, index) => `e${index}`);
  const same = view.entity.map((column, index) => `a.e${index} = v.${quoteIdentifier(column)}`);
  const fresh = `a.asked_hour - v.ballast_hour <= INTERVAL ${age} SECOND`;
  const features = view.features.map(({ name }) => `CASE WHEN ${fresh} THEN v.${quoteIdentifier(name)} END`);
  const reader = await connection.runAndReadAll(
    `SELECT ${features.join(', ')} FROM (VALUES ${rows.join(', ')}) AS a(asked_index, asked_hour, ${entities.join(', ')})
     ASOF LEFT JOIN (\n${viewSql(view, contract, relation, range)}\n) AS v
       ON ${[...same, 'a.asked_hour >= v.ballast_hour'].join(' AND ')} ORDER BY asked_index`,
  );
  return reader
    .getRows()
    .map((row) =>
      Object.fromEntries(view.features.map(({ name }, index) => [name, row[index] as FeatureValue])),
    );
}
