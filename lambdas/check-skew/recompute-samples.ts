import type { DuckDBConnection } from '@duckdb/node-api';
import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { type AskedOfView, recomputeView } from '../../adapters/duckdb/recompute-view.ts';
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
  const values: Record<string, FeatureValue>[] = [];
  try {
    const own = await requestRows(
      samples.map(({ request }) => columns.map(({ name }) => request[name] ?? null)),
    );
    values.push(...own.map(({ features }) => ({ ...features })));
  } finally {
    requestRows.close();
  }
  const lost = new Map<number, string>();
  for (const { dataset, version, asked } of byVersion(datasetViews(definitions), samples)) {
    if (version === null) {
      // Nothing was materialised yet: null is what it had to serve.
      for (const { view, indices } of asked)
        for (const index of indices) for (const { name } of view.features) values[index]![name] = null;
      continue;
    }
    const problem = await withVersion(
      { table, bucket: dataBucket, dataset, version },
      async (connection, relation) => {
        for (const { view, indices } of asked) {
          const contract = contractOf(definitions, dataset);
          const found = await recomputeView(
            connection,
            view,
            contract,
            relation,
            indices.map((index) => askedOf(view, samples[index]!)),
          );
          for (const [at, index] of indices.entries()) Object.assign(values[index]!, found[at]);
        }
      },
    );
    if (problem !== null)
      for (const { indices } of asked) for (const index of indices) lost.set(index, problem);
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

/** What is asked of one version of a dataset: which samples, by view. */
interface AskedOfVersion {
  readonly dataset: string;
  readonly version: number | null;
  readonly asked: { readonly view: DatasetView; readonly indices: number[] }[];
}

/** A version is fetched once, whichever views read it. */
function byVersion(views: readonly DatasetView[], samples: readonly ServedSample[]): AskedOfVersion[] {
  const groups = new Map<string, AskedOfVersion>();
  for (const view of views) {
    samples.forEach(({ datasetVersions }, index) => {
      const version = datasetVersions[view.name] ?? null;
      const key = `${view.dataset}@${version}`;
      const group = groups.get(key) ?? { dataset: view.dataset, version, asked: [] };
      groups.set(key, group);
      const own = group.asked.find((one) => one.view === view);
      if (own === undefined) group.asked.push({ view, indices: [index] });
      else own.indices.push(index);
    });
  }
  return [...groups.values()];
}

const askedOf = (view: DatasetView, { request, hour }: ServedSample): AskedOfView => ({
  hour,
  entity: view.entity.map((column) => {
    const value = request[column] ?? null;
    return value === null ? null : String(value);
  }),
});

/** Runs `work` over a version's rows; why the version cannot be read, or null. */
async function withVersion(
  asked: Pick<Parameters<typeof fetchVersion>[0], 'table' | 'bucket' | 'dataset' | 'version'>,
  work: (connection: DuckDBConnection, relation: string) => Promise<void>,
): Promise<string | null> {
  return withWorkDirectory(async (directory) => {
    let files: readonly string[];
    try {
      ({ files } = await fetchVersion({ ...asked, directory }));
    } catch (error) {
      // A version may have been given up to collection since; what else is wrong shows in the reason.
      console.error(error);
      return error instanceof Error ? error.message : String(error);
    }
    const { connection, close } = await openDatabase({ directory });
    try {
      await work(connection, `read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)`);
      return null;
    } finally {
      close();
    }
  });
}
