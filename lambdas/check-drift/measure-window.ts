import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { joinOutcomes, predictionColumns, readOutcomes } from '../../adapters/duckdb/join-outcomes.ts';
import { type CaptureFile, loadCaptures } from '../../adapters/duckdb/load-captures.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { profileTable } from '../../adapters/duckdb/profile-table.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { type DriftBaseline, probabilityFeature } from '../../core/drift/baseline.ts';
import { mergeProfiles, type Profile } from '../../core/drift/profile.ts';
import { type ConfusionMatrix, type OutcomeScore, scoreOutcomes } from '../../core/drift/score-outcomes.ts';
import type { WatchRecord } from '../../core/drift/watch.ts';
import { modelPrefix, versionOfVariant } from '../../core/names.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { DatasetVersionRecord } from '../../core/registry/records.ts';
import { quoteLiteral } from '../../core/sql.ts';
import { loadVersion } from './load-version.ts';

/** A prediction without an outcome is forgotten after this many days. */
const outcomeHorizonInDays = 90;

/** The traffic of the live version that one check judges, and what it leaves open for the next. */
export interface MeasuredWindow {
  readonly from: string;
  readonly to: string;
  readonly inputs: Profile;
  readonly predictions: Profile;
  /** The live version's; null while there is none. */
  readonly outcomes: OutcomeScore | null;
  /** Decisions of every version whose outcomes became known now. */
  readonly matrix: ConfusionMatrix;
  readonly variants: Readonly<Record<string, number>>;
  readonly unreadable: number;
  readonly open: WatchRecord['window'];
  readonly unscored: string | null;
  readonly openOutcomes: WatchRecord['outcomes'];
}

interface OpenWindow {
  readonly inputs: Profile;
  readonly predictions: Profile;
}

export async function measureWindow(request: {
  readonly definition: ModelDefinition;
  readonly live: number;
  readonly baseline: DriftBaseline;
  readonly files: readonly CaptureFile[];
  readonly dataset: DatasetVersionRecord | null;
  readonly watch: WatchRecord | null;
  readonly directory: string;
  readonly reportId: string;
  readonly now: Date;
  readonly table: string;
  readonly dataBucket: string;
  readonly modelBucket: string;
}): Promise<MeasuredWindow> {
  const { definition, live, baseline, watch, directory, reportId, now, modelBucket } = request;
  const { minimumRequests } = definition.monitoring;
  const key = (folder: string, extension: string) =>
    `${modelPrefix.drift(definition.name)}${folder}/${reportId}.${extension}`;
  const local = (name: string) => join(directory, `${name}.parquet`);
  const fetch = async (from: string | null | undefined, name: string): Promise<string | null> => {
    if (from === null || from === undefined) return null;
    await getObjectToFile({ bucket: modelBucket, key: from, file: local(name) });
    return local(name);
  };
  const sameVersion = watch?.window?.version === live ? watch.window : null;
  const openOutcomes = watch?.outcomes?.version === live ? watch.outcomes : null;
  const [outcomeFiles, pool, earlier, open] = await Promise.all([
    fetchOutcomes(request),
    fetch(watch?.unscored, 'pool'),
    fetch(openOutcomes?.key, 'earlier'),
    sameVersion && getText(modelBucket, sameVersion.key).then((text) => JSON.parse(text) as OpenWindow),
  ]);
  const { connection, close } = await openDatabase({ directory });
  try {
    const features = definition.features.flatMap((view) => view.features);
    await loadCaptures(connection, request.files, features);
    const counted = await readRows<{ variant: string; rows: string }>(
      connection,
      'SELECT _variant AS variant, count(*) AS rows FROM captures GROUP BY ALL ORDER BY ALL',
    );
    const variants = Object.fromEntries(counted.map(({ variant, rows }) => [variant, Number(rows)]));
    const versions = Object.keys(variants)
      .map((variant) => ({ variant, version: versionOfVariant(variant) }))
      .filter(({ version }) => version !== null);
    const versionSql = `CASE _variant ${versions.map(({ variant, version }) => `WHEN ${quoteLiteral(variant)} THEN ${version}`).join(' ')} END`;
    await connection.run(
      `CREATE TABLE traffic AS SELECT *, ${versions.length > 0 ? versionSql : 'NULL::INTEGER'} AS _version FROM captures`,
    );

    // Inputs and predictions of the live version, together with what did not suffice before.
    let inputs = await profileTable(
      connection,
      `(SELECT * FROM traffic WHERE _version = ${live})`,
      features,
      baseline.inputs,
    );
    let predictions = await profileTable(
      connection,
      `(SELECT _probability AS ${probabilityFeature} FROM traffic WHERE _version = ${live} AND _probability IS NOT NULL)`,
      [{ name: probabilityFeature, type: 'number' }],
      baseline.predictions,
    );
    if (open !== null) {
      inputs = mergeProfiles(open.inputs, inputs);
      predictions = mergeProfiles(open.predictions, predictions);
    }
    const [span] = await readRows<{ from: string | null; to: string | null }>(
      connection,
      `SELECT strftime(min(_at), '%Y-%m-%dT%H:%M:%SZ') AS "from", strftime(max(_at), '%Y-%m-%dT%H:%M:%SZ') AS "to"
        FROM traffic WHERE _version = ${live}`,
    );
    const from = sameVersion?.from ?? span?.from ?? now.toISOString();

    // Outcomes of every prediction that waits for one.
    await connection.run(`CREATE TABLE predictions (${predictionColumns})`);
    await connection.run(
      `INSERT INTO predictions SELECT _id, _version, _at, _probability FROM traffic WHERE _version IS NOT NULL`,
    );
    const written: Promise<unknown>[] = [];
    const save = async (sql: string, name: string, to: string): Promise<void> => {
      await connection.run(`COPY (${sql}) TO ${quoteLiteral(local(name))} (FORMAT parquet)`);
      written.push(putFile({ bucket: modelBucket, key: to, file: local(name) }));
    };
    await save('SELECT * FROM predictions', 'predictions', key('predictions', 'parquet'));
    if (pool !== null)
      await connection.run(`INSERT INTO predictions SELECT * FROM read_parquet(${quoteLiteral(pool)})`);
    const forgetBefore = new Date(now.getTime() - outcomeHorizonInDays * 86_400_000);
    await joinOutcomes(connection, definition, outcomeFiles, forgetBefore);
    if (await hasRows(connection, 'scored')) {
      await save('SELECT * FROM scored', 'scored', key('scored', 'parquet'));
    }
    const unscored = (await hasRows(connection, 'unscored')) ? key('unscored', 'parquet') : null;
    if (unscored !== null) await save('SELECT * FROM unscored', 'unscored', unscored);

    const matrix = await scoreByVersion(connection, request);
    await connection.run(
      `CREATE TABLE performance AS SELECT probability, positive FROM scored WHERE version = ${live}` +
        (earlier === null ? '' : ` UNION ALL SELECT * FROM read_parquet(${quoteLiteral(earlier)})`),
    );
    const outcomes = scoreOutcomes(await readOutcomes(connection, 'performance'), baseline.threshold);
    const outcomesSuffice = outcomes.outcomes >= minimumRequests && outcomes.standardError !== null;
    const keptOutcomes = key('outcomes', 'parquet');
    if (!outcomesSuffice && outcomes.outcomes > 0) {
      await save('SELECT * FROM performance', 'performance', keptOutcomes);
    }
    const keptWindow = key('windows', 'json');
    const windowSuffices = inputs.rows >= minimumRequests && predictions.rows >= minimumRequests;
    if (!windowSuffices && inputs.rows > 0) {
      const kept: OpenWindow = { inputs, predictions };
      written.push(putText(modelBucket, keptWindow, JSON.stringify(kept)));
    }
    await Promise.all(written);
    const [unreadable] = await readRows<{ rows: string }>(
      connection,
      'SELECT count(*) AS rows FROM unreadable',
    );
    return {
      from,
      to: span?.to ?? now.toISOString(),
      inputs,
      predictions,
      outcomes: outcomes.outcomes > 0 ? outcomes : null,
      matrix,
      variants,
      unreadable: Number(unreadable!.rows),
      open: windowSuffices || inputs.rows === 0 ? null : { version: live, from, key: keptWindow },
      unscored,
      openOutcomes: outcomesSuffice || outcomes.outcomes === 0 ? null : { version: live, key: keptOutcomes },
    };
  } finally {
    close();
  }
}

/** The label dataset's newest version, unless no prediction waits for it. */
async function fetchOutcomes(request: {
  readonly dataset: DatasetVersionRecord | null;
  readonly directory: string;
  readonly table: string;
  readonly dataBucket: string;
}): Promise<readonly string[]> {
  const { dataset, directory, table, dataBucket } = request;
  if (dataset === null) return [];
  const { files } = await fetchVersion({
    bucket: dataBucket,
    table,
    dataset: dataset.dataset,
    version: dataset.version,
    directory,
  });
  return files;
}

/** Each version's newly known outcomes at its own threshold, added up. */
async function scoreByVersion(
  connection: DuckDBConnection,
  request: {
    readonly definition: ModelDefinition;
    readonly live: number;
    readonly baseline: DriftBaseline;
    readonly table: string;
    readonly modelBucket: string;
  },
): Promise<ConfusionMatrix> {
  const versions = await readRows<{ version: number }>(
    connection,
    'SELECT DISTINCT version FROM scored ORDER BY version',
  );
  const sum = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (const { version } of versions) {
    const baseline =
      version === request.live
        ? request.baseline
        : (await loadVersion(request.table, request.modelBucket, request.definition.name, version)).baseline;
    const outcomes = await readOutcomes(connection, `(SELECT * FROM scored WHERE version = ${version})`);
    const { matrix } = scoreOutcomes(outcomes, baseline.threshold);
    for (const cell of Object.keys(sum) as (keyof ConfusionMatrix)[]) sum[cell] += matrix[cell];
  }
  return sum;
}

async function hasRows(connection: DuckDBConnection, table: string): Promise<boolean> {
  const rows = await readRows<{ found: boolean }>(connection, `SELECT count(*) > 0 AS found FROM ${table}`);
  return rows[0]!.found;
}

async function readRows<T>(connection: DuckDBConnection, sql: string): Promise<T[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson() as unknown as T[];
}
