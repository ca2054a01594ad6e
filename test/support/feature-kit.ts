import { computeView } from '../../adapters/duckdb/compute-view.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { prepareRequestFeatures } from '../../adapters/duckdb/request-features.ts';
import { engineType } from '../../core/contracts/cast-sql.ts';
import { checkRequest, requestColumns } from '../../core/features/check-request.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import { type FeatureValue, type FeatureVector, packVectors } from '../../core/features/feature-vector.ts';
import { lookUpAll, viewEntities } from '../../core/features/vector-keys.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';

type Row = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A model's features for one request, given these rows of its datasets and no others: computed, stored and looked
 * up the way that `predict` does it. Columns that a row does not name are null.
 * @throws Error when the request is not one that the model's contract accepts
 */
export async function evaluateFeatures(
  model: ModelDefinition,
  given: Readonly<Record<string, readonly Row[]>>,
  request: Row,
): Promise<Record<string, FeatureValue>> {
  const columns = requestColumns(contractOf(model, model.request.dataset), model.request.columns);
  const checked = checkRequest(columns, request);
  if (!checked.ok) throw new Error(`Cannot evaluate features: ${JSON.stringify(checked.issues)}`);
  const { hour, features } = await (await prepareRequestFeatures(model, columns))(checked.values);
  const database = await openDatabase({ directory: '/nonexistent', memoryLimitInMiB: 256 });
  try {
    for (const { dataset, columns: all } of model.contracts) {
      const names = all.map(({ name, type }) => `${quoteIdentifier(name)} ${engineType[type]}`);
      await database.connection.run(`CREATE TABLE ${quoteIdentifier(dataset)} (${names.join(', ')})`);
      for (const row of given[dataset] ?? []) {
        const values = Object.values(row).map((value) =>
          typeof value === 'string' ? quoteLiteral(value) : String(value),
        );
        await database.connection.run(
          `INSERT INTO ${quoteIdentifier(dataset)} (${Object.keys(row).map(quoteIdentifier).join(', ')}) VALUES (${values.join(', ')})`,
        );
      }
    }
    const views = datasetViews(model);
    const vectors: FeatureVector[] = [];
    for (const view of views) {
      const contract = contractOf(model, view.dataset);
      const rows = await computeView(database.connection, view, contract, quoteIdentifier(view.dataset));
      vectors.push(...packVectors(view, rows, { datasetVersion: 1, expiresAt: 0 }));
    }
    return { ...features, ...lookUpAll(viewEntities(views, request), vectors, hour!) };
  } finally {
    database.close();
  }
}
