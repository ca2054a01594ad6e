import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';
import { quoteIdentifier } from '../sql.ts';
import { contractOf } from './contract-of.ts';
import { featureSchema } from './feature-schema.ts';
import { requestColumnsSql } from './request-sql.ts';
import { viewSql } from './view-sql.ts';
import { datasetViews } from './views-of.ts';

/**
 * The query of a model's labelled rows with the features that were known at each row's hour: `id`,
 * `event_time`, `label` (0 or 1), and the features in the order of the schema.
 * @param relation gives what may stand after FROM for each dataset
 */
export function trainingRowsSql(definition: ModelDefinition, relation: (dataset: string) => string): string {
  const { request, training } = definition;
  const contract = (dataset: string): Contract => contractOf(definition, dataset);
  const views = datasetViews(definition);
  const entities = [...new Set(views.flatMap(({ entity }) => entity))];
  const entityColumn = (column: string): string => quoteIdentifier(`ballast_entity_${column}`);

  const joins = views.map((view, index) => {
    const same = view.entity.map(
      (column) => `r.${entityColumn(column)} = v${index}.${quoteIdentifier(column)}`,
    );
    return `ASOF LEFT JOIN (\n${viewSql(view, contract(view.dataset), relation(view.dataset))}\n) AS v${index}
  ON ${[...same, `r.ballast_hour >= v${index}.ballast_hour`].join(' AND ')}`;
  });
  const values = new Map<string, string>();
  views.forEach((view, index) => {
    const fresh = `r.ballast_hour - v${index}.ballast_hour <= INTERVAL ${inSeconds(view.maximumAge)} SECOND`;
    for (const { name } of view.features) {
      values.set(name, `CASE WHEN ${fresh} THEN v${index}.${quoteIdentifier(name)} END`);
    }
  });
  const features = featureSchema(definition).map(
    ({ name }) => `${values.get(name) ?? `r.${quoteIdentifier(name)}`} AS ${quoteIdentifier(name)}`,
  );

  return `WITH ballast_rows AS (
SELECT ${quoteIdentifier(contract(request.dataset).eventTime)} AS ballast_event_time,
  CAST((${training.label}) AS INTEGER) AS ballast_label,
  ${entities.map((column) => `CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${entityColumn(column)},`).join(' ')}
  ${requestColumnsSql(definition)}
FROM ${relation(request.dataset)}
WHERE (${training.labelled}))
SELECT r.ballast_id AS id, r.ballast_event_time AS event_time, r.ballast_label AS label,
  ${features.join(',\n  ')}
FROM ballast_rows AS r
${joins.join('\n')}`;
}
