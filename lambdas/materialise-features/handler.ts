import * as v from 'valibot';
import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { latestVersion } from '../../adapters/datasets/latest-version.ts';
import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { versionDefinitions } from '../../adapters/definitions/version-definitions.ts';
import { computeView } from '../../adapters/duckdb/compute-view.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { batchPutRecords } from '../../adapters/dynamodb/batch-put-records.ts';
import { putRecord } from '../../adapters/dynamodb/put-record.ts';
import { versionsToServe } from '../../adapters/dynamodb/versions-to-serve.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { beginningOf } from '../../core/beginning-of.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import { inSeconds } from '../../core/duration.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import type { FeatureDefinitions } from '../../core/features/feature-definitions.ts';
import { type FeatureVector, packVectors, vectorView } from '../../core/features/feature-vector.ts';
import { isoWeek } from '../../core/features/iso-week.ts';
import { materialiseRange } from '../../core/features/materialise-range.ts';
import { vectorProblem } from '../../core/features/vector-problem.ts';
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
/** Vectors that cannot be kept, of which the log says why. */
const mostSaid = 10;

/**
 * Brings the online values of every view over a dataset up to its newest version. Events may come twice and in
 * any order: each run ends only when the version that it wrote is still the newest, so the newest is written last.
 * @throws Error, once all else is written, where a version's feature definitions cannot be read
 */
export async function handler(
  event: unknown,
): Promise<{ readonly version: number | null; readonly vectors: number }> {
  const parsed = v.parse(Event, event);
  const { dataset } = 'detail' in parsed ? parsed.detail : parsed;
  const { views, faults } = await viewsOver(dataset);
  if (views.size === 0 && faults.length === 0) return { version: null, vectors: 0 };
  const { REGISTRY_TABLE } = readEnv(env);
  for (let round = 1; round <= maximumRounds; round++) {
    const version = await latestVersion(REGISTRY_TABLE, dataset);
    if (version === null) throw new Error(`Cannot materialise dataset '${dataset}': it has no version`);
    const made = await withWorkDirectory((directory) => materialise(version, views, directory));
    if (made === null || !(await isNewest(version))) continue;
    const record: MaterialisationRecord = {
      kind: 'materialisation',
      dataset,
      version: version.version,
      at: new Date().toISOString(),
      ...made,
    };
    await putRecord(REGISTRY_TABLE, materialisationKey(dataset), record);
    if (faults.length > 0) {
      throw new Error(
        `Cannot materialise dataset '${dataset}' for every version that serves: ${faults.join('; ')}; all other views are written`,
      );
    }
    return { version: version.version, vectors: made.vectors };
  }
  throw new Error(
    `Cannot keep up with dataset '${dataset}': ${maximumRounds} versions came while it was materialised; its next version tries again`,
  );
}

type Views = ReadonlyMap<string, { readonly view: DatasetView; readonly contract: Contract }>;

/**
 * The views of all models over a dataset, as deployed and as each version that answers, may answer soon, or may be gone
 * back to was registered with: a deployment must not let a live version's values run dry. Equal views are one.
 */
async function viewsOver(dataset: string): Promise<{ readonly views: Views; readonly faults: string[] }> {
  const { REGISTRY_TABLE, MODEL_BUCKET } = readEnv(env);
  const views = new Map<string, { readonly view: DatasetView; readonly contract: Contract }>();
  const faults: string[] = [];
  const add = (definitions: FeatureDefinitions): void => {
    for (const view of datasetViews(definitions)) {
      const name = vectorView(view);
      if (view.dataset !== dataset || views.has(name)) continue;
      views.set(name, { view, contract: contractOf(definitions, dataset) });
    }
  };
  for (const { definition } of loadDefinitions()) {
    add(definition);
    for (const version of await versionsToServe(REGISTRY_TABLE, definition.name)) {
      try {
        const kept = await versionDefinitions(REGISTRY_TABLE, MODEL_BUCKET, definition.name, version);
        if (kept !== null) add(kept);
      } catch (error) {
        // One version's lost definitions must not end the values of all the others.
        faults.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return { views, faults };
}

const isNewest = async ({ dataset, version }: DatasetVersionRecord): Promise<boolean> =>
  (await latestVersion(readEnv(env).REGISTRY_TABLE, dataset))?.version === version;

/** Null where a newer version came: its values must not be written over. */
async function materialise(
  version: DatasetVersionRecord,
  views: Views,
  directory: string,
): Promise<Pick<MaterialisationRecord, 'vectors' | 'whole'> | null> {
  const { REGISTRY_TABLE, DATA_BUCKET } = readEnv(env);
  const now = Date.now();
  if (Date.parse(version.to) > now) {
    console.warn(
      JSON.stringify({
        message:
          'a dataset has events ahead of now; its online features are kept up to now and five weeks on',
        dataset: version.dataset,
        version: version.version,
        newest: version.to,
      }),
    );
  }
  const range = materialiseRange(version, [...views.values()], now);
  const { files } = await fetchVersion({
    bucket: DATA_BUCKET,
    table: REGISTRY_TABLE,
    dataset: version.dataset,
    version: version.version,
    directory,
    ...(range.readFrom === null ? {} : { since: range.readFrom }),
  });
  const relation = `read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)`;
  const database = await openDatabase({ directory });
  let written = 0;
  try {
    for (const { view, contract } of views.values()) {
      const rows = await computeView(database.connection, view, contract, relation, range);
      const vectors = packVectors(view, rows, {
        datasetVersion: version.version,
        expiresAt: Math.floor(now / 1_000) + Math.ceil(inSeconds(view.timeToLive)),
      });
      // One that no item can hold must not be the end of all others.
      const [fit, unfit] = [[] as FeatureVector[], [] as FeatureVector[]];
      for (const vector of vectors) (vectorProblem(vector) === null ? fit : unfit).push(vector);
      for (const vector of unfit.slice(0, mostSaid)) {
        const message = `Cannot keep features of view '${view.name}' for ${vector.week}: ${vectorProblem(vector)}`;
        console.error(
          JSON.stringify({ message, entity: beginningOf(vector.entity, 100), unfit: unfit.length }),
        );
      }
      if (!(await isNewest(version))) return null;
      await batchPutRecords(
        REGISTRY_TABLE,
        fit.map((record) => ({
          key: featureVectorKey(record.view, record.entity, record.week),
          record,
        })),
      );
      written += fit.length;
    }
  } finally {
    database.close();
  }
  return { vectors: written, whole: { views: [...views.keys()], fromWeek: isoWeek(range.from).name } };
}
