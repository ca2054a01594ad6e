import * as v from 'valibot';
import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { latestVersion } from '../../adapters/datasets/latest-version.ts';
import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { computeView } from '../../adapters/duckdb/compute-view.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { batchPutRecords } from '../../adapters/dynamodb/batch-put-records.ts';
import { putRecord } from '../../adapters/dynamodb/put-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import { inSeconds } from '../../core/duration.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import { packVectors, vectorView } from '../../core/features/feature-vector.ts';
import { materialiseRange } from '../../core/features/materialise-range.ts';
import type { DatasetView } from '../../core/features/view-sql.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import { featureVectorKey, materialisationKey } from '../../core/registry/keys.ts';
import type { DatasetVersionRecord, MaterialisationRecord } from '../../core/registry/records.ts';
import { quoteLiteral } from '../../core/sql.ts';
import { env } from './env.ts';

/** The event's detail; the version is only a hint, the newest one counts. */
const Detail = v.object({ dataset: v.string(), version: v.optional(v.number()) });
const Event = v.union([v.object({ detail: Detail }), Detail]);

/** Versions that may arrive while one is being materialised. */
const maximumRounds = 5;

/**
 * Brings the online values of every view over a dataset up to its newest version. Events may come twice and in
 * any order: each run ends only when the version that it wrote is still the newest, so the newest is written last.
 */
export async function handler(
  event: unknown,
): Promise<{ readonly version: number | null; readonly vectors: number }> {
  const parsed = v.parse(Event, event);
  const { dataset } = 'detail' in parsed ? parsed.detail : parsed;
  const views = viewsOver(dataset);
  if (views.size === 0) return { version: null, vectors: 0 };
  const { REGISTRY_TABLE } = readEnv(env);
  for (let round = 1; round <= maximumRounds; round++) {
    const version = await latestVersion(REGISTRY_TABLE, dataset);
    if (version === null) throw new Error(`Cannot materialise dataset '${dataset}': it has no version`);
    const vectors = await withWorkDirectory((directory) => materialise(version, views, directory));
    const newest = await latestVersion(REGISTRY_TABLE, dataset);
    if (newest?.version !== version.version) continue;
    const record: MaterialisationRecord = {
      kind: 'materialisation',
      dataset,
      version: version.version,
      vectors,
      at: new Date().toISOString(),
    };
    await putRecord(REGISTRY_TABLE, materialisationKey(dataset), record);
    return { version: version.version, vectors };
  }
  throw new Error(
    `Cannot keep up with dataset '${dataset}': ${maximumRounds} versions came while it was materialised; its next version tries again`,
  );
}

/** The views of all models over a dataset; two models' equal views are one. */
function viewsOver(
  dataset: string,
): Map<string, { readonly view: DatasetView; readonly contract: Contract }> {
  const views = new Map<string, { readonly view: DatasetView; readonly contract: Contract }>();
  for (const { definition } of loadDefinitions()) {
    for (const view of datasetViews(definition)) {
      if (view.dataset !== dataset) continue;
      views.set(vectorView(view), { view, contract: contractOf(definition, dataset) });
    }
  }
  return views;
}

async function materialise(
  version: DatasetVersionRecord,
  views: ReturnType<typeof viewsOver>,
  directory: string,
): Promise<number> {
  const { REGISTRY_TABLE, DATA_BUCKET } = readEnv(env);
  const range = materialiseRange(
    version,
    [...views.values()].map(({ view }) => view),
  );
  const { files } = await fetchVersion({
    bucket: DATA_BUCKET,
    table: REGISTRY_TABLE,
    dataset: version.dataset,
    version: version.version,
    directory,
    since: range.readFrom,
  });
  const relation = `read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)`;
  const now = Math.floor(Date.now() / 1_000);
  const database = await openDatabase({ directory });
  let written = 0;
  try {
    for (const { view, contract } of views.values()) {
      const rows = await computeView(database.connection, view, contract, relation, range);
      const vectors = packVectors(view, rows, {
        datasetVersion: version.version,
        expiresAt: now + Math.ceil(inSeconds(view.timeToLive)),
      });
      await batchPutRecords(
        REGISTRY_TABLE,
        vectors.map((record) => ({
          key: featureVectorKey(record.view, record.entity, record.week),
          record,
        })),
      );
      written += vectors.length;
    }
  } finally {
    database.close();
  }
  return written;
}
