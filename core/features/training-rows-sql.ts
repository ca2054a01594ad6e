import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';
import { quoteIdentifier } from '../sql.ts';
import { contractOf } from './contract-of.ts';
import { featureSchema } from './feature-schema.ts';
import { hourAskedSql } from './hour-sql.ts';
import { mergeLatestSql } from './merge-latest-sql.ts';
import { mergeWindowSql } from './merge-window-sql.ts';
import { requestColumnsSql } from './request-sql.ts';
import type { DatasetView } from './view-sql.ts';
import { datasetViews } from './views-of.ts';
import { coverageSql } from './window-view-sql.ts';

/** What of a model's definition decides its training rows. */
export type TrainingRowsDefinition = Pick<ModelDefinition, 'name' | 'contracts' | 'request' | 'features'> & {
  readonly training: Pick<ModelDefinition['training'], 'label' | 'labelled'>;
};

/**
 * The query of a model's labelled rows with the features that were known at each row's hour: `id`,
 * `event_time`, `label` (0 or 1; null where it is neither: a third is not rounded to one of them), and the features in the
 * order of the schema.
 *
 * Rows have few distinct entities and hours: each view is computed once for each of those, and the rows meet
 * the values again by a hash join. Each relation is read several times, a few columns at a time.
 * @param relation gives what may stand after FROM for each dataset
 */
export function trainingRowsSql(
  definition: TrainingRowsDefinition,
  relation: (dataset: string) => string,
): string {
  const { request, training } = definition;
  const contract = (dataset: string): Contract => contractOf(definition, dataset);
  const views = datasetViews(definition);
  const entities = [...new Set(views.flatMap(({ entity }) => entity))];
  const entityColumn = (column: string): string => quoteIdentifier(`ballast_entity_${column}`);
  const grids = views.some(({ grid }) => grid === 'minute')
    ? [`${hourAskedSql(request.asOf, 'minute')} AS ballast_minute`]
    : [];

  const tables = views.map((view, index) => {
    const own = contract(view.dataset);
    const rows = relation(view.dataset);
    const asked = `SELECT DISTINCT ${view.entity.map((column, key) => `${entityColumn(column)} AS ballast_key${key}`).join(', ')}, ${hourOf(view, index)} AS ballast_hour
  FROM ballast_rows WHERE ${[...view.entity.map(entityColumn), hourOf(view, index)].map((value) => `${value} IS NOT NULL`).join(' AND ')}`;
    return view.kind === 'latest'
      ? `v${index} AS MATERIALIZED (\n${mergeLatestSql(view, own, rows, asked)})`
      : `c${index} AS MATERIALIZED (${coverageSql(view, own, rows)}),\nv${index} AS MATERIALIZED (\n${mergeWindowSql(view, own, rows, asked)})`;
  });
  const joins = views.map((view, index) => {
    const same = view.entity.map(
      (column) => `r.${entityColumn(column)} = v${index}.${quoteIdentifier(column)}`,
    );
    return `LEFT JOIN v${index} ON ${[...same, `${hourOf(view, index, 'r.')} = v${index}.ballast_hour`].join(' AND ')}`;
  });
  const values = new Map<string, string>();
  views.forEach((view, index) => {
    for (const { name } of view.features) values.set(name, `v${index}.${quoteIdentifier(name)}`);
  });
  const features = featureSchema(definition).map(
    ({ name }) => `${values.get(name) ?? `r.${quoteIdentifier(name)}`} AS ${quoteIdentifier(name)}`,
  );

  // Features and id see the request's columns and no others, as in a prediction: not an outcome, not a column that
  // has the name of a feature. The label stands beside them.
  // Not materialized: each reader takes the few columns that it needs, instead of all holding all rows.
  return `WITH ballast_rows AS NOT MATERIALIZED (
SELECT ballast_event_time, ballast_label, ${entities.map((column) => `${entityColumn(column)},`).join(' ')}
  ${[...grids, requestColumnsSql(definition)].join(',\n  ')}
FROM (
  SELECT ${quoteIdentifier(contract(request.dataset).eventTime)} AS ballast_event_time,
    CAST((${training.label}) AS DOUBLE) AS ballast_label,
    ${[...entities.map((column) => `CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${entityColumn(column)}`), ...request.columns.map(quoteIdentifier)].join(', ')}
  FROM ${relation(request.dataset)}
  WHERE (${training.labelled})))${tables.map((table) => `,\n${table}`).join('')}
SELECT r.ballast_id AS id, r.ballast_event_time AS event_time, CASE WHEN r.ballast_label IN (0, 1) THEN CAST(r.ballast_label AS INTEGER) END AS label,
  ${features.join(',\n  ')}
FROM ballast_rows AS r
${joins.join('\n')}`;
}

/**
 * SQL of the moment at which a row reads a view, null where there is nothing to read. A window is known up to the
 * dataset's newest event: who asks later gets the last one, as long as that is not older than `maximumAge`.
 */
function hourOf(view: DatasetView, index: number, table = ''): string {
  const asked = `${table}${view.grid === 'minute' ? 'ballast_minute' : 'ballast_hour'}`;
  if (view.kind === 'latest') return asked;
  const until = `(SELECT ballast_until FROM c${index})`;
  return `CASE WHEN ${asked} <= ${until} + INTERVAL '${inSeconds(view.maximumAge)}' SECOND THEN least(${asked}, ${until}) END`;
}
