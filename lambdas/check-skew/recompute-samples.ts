import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { recomputeView } from '../../adapters/duckdb/recompute-view.ts';
import { prepareRequestRows } from '../../adapters/duckdb/request-features.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { requestColumns } from '../../core/features/check-request.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import type { FeatureDefinitions } from '../../core/features/feature-definitions.ts';
import { featureSchema } from '../../core/features/feature-schema.ts';
import type { FeatureValue } from '../../core/features/feature-vector.ts';
import type { ComparedSample } from '../../core/features/judge-skew.ts';
import type { ServedSample } from '../../core/features/served-sample.ts';
import type { DatasetView } from '../../core/features/view-sql.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import { quoteLiteral } from '../../core/sql.ts';

export interface Recomputed {
  readonly compared: readonly ComparedSample[];
  /** Samples whose features could not be computed again. */
  readonly unjudged: number;
  readonly reason: string | null;
}

/** Computes samples' features again by their version's definitions, from the dataset versions that they came from. */
export async function recomputeSamples(
  table: string,
  dataBucket: string,
  definitions: FeatureDefinitions,
  samples: readonly ServedSample[],
): Promise<Recomputed> {
  const columns = requestColumns(
    contractOf(definitions, definitions.request.dataset),
    definitions.request.columns,
  );
  const requestRows = await prepareRequestRows(definitions, columns);
  const own = await requestRows(
    samples.map(({ request }) => columns.map(({ name }) => request[name] ?? null)),
  );
  const values: Record<string, FeatureValue>[] = own.map(({ features }) => ({ ...features }));
  const lost = new Map<number, string>();
  for (const view of datasetViews(definitions)) {
    for (const [version, indices] of byVersion(view, samples)) {
      if (version === null) {
        // Nothing was materialised yet: null is what it had to serve.
        for (const index of indices) for (const { name } of view.features) values[index]![name] = null;
        continue;
      }
      const found = await recompute(
        table,
        dataBucket,
        definitions,
        view,
        version,
        indices.map((index) => samples[index]!),
      );
      indices.forEach((index, at) => {
        if (typeof found === 'string') lost.set(index, found);
        else Object.assign(values[index]!, found[at]);
      });
    }
  }
  const names = featureSchema(definitions).map(({ name }) => name);
  return {
    compared: samples.flatMap(({ id, at, features }, index) =>
      lost.has(index)
        ? []
        : [
            {
              id,
              at,
              served: features,
              recomputed: Object.fromEntries(names.map((name) => [name, values[index]![name] ?? null])),
            },
          ],
    ),
    unjudged: lost.size,
    reason: [...lost.values()][0] ?? null,
  };
}

function byVersion(view: DatasetView, samples: readonly ServedSample[]): Map<number | null, number[]> {
  const groups = new Map<number | null, number[]>();
  samples.forEach(({ datasetVersions }, index) => {
    const version = datasetVersions[view.name] ?? null;
    groups.set(version, [...(groups.get(version) ?? []), index]);
  });
  return groups;
}

/** The view's features of samples, or why the dataset version cannot be read. */
async function recompute(
  table: string,
  bucket: string,
  definitions: FeatureDefinitions,
  view: DatasetView,
  version: number,
  samples: readonly ServedSample[],
): Promise<Record<string, FeatureValue>[] | string> {
  const { dataset } = view;
  return withWorkDirectory(async (directory) => {
    let files: readonly string[];
    try {
      ({ files } = await fetchVersion({ bucket, table, dataset, version, directory }));
    } catch (error) {
      // A version may have been given up to collection since; what else is wrong shows in the reason.
      console.error(error);
      return error instanceof Error ? error.message : String(error);
    }
    const relation = `read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)`;
    const { connection, close } = await openDatabase({ directory });
    try {
      const asked = samples.map(({ request, hour }) => ({
        hour,
        entity: view.entity.map((column) => {
          const value = request[column] ?? null;
          return value === null ? null : String(value);
        }),
      }));
      return await recomputeView(connection, view, contractOf(definitions, dataset), relation, asked);
    } finally {
      close();
    }
  });
}
