import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeView } from '../../../adapters/duckdb/compute-view.ts';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { prepareRequestFeatures } from '../../../adapters/duckdb/request-features.ts';
import { checkRequest, requestColumns } from '../../../core/features/check-request.ts';
import { contractOf } from '../../../core/features/contract-of.ts';
import { featureSchema } from '../../../core/features/feature-schema.ts';
import { type FeatureVector, packVectors } from '../../../core/features/feature-vector.ts';
import { timestampSql } from '../../../core/features/hour-sql.ts';
import { materialiseRange } from '../../../core/features/materialise-range.ts';
import { trainingRowsSql } from '../../../core/features/training-rows-sql.ts';
import { lookUpAll, viewEntities } from '../../../core/features/vector-keys.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import model from '../../../models/flight-delay/model.ts';

const data = join(import.meta.dirname, '../../../models/flight-delay/data');
const seed = 20130203;
const names = featureSchema(model).map(({ name }) => name);
const views = datasetViews(model);

let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  database = await openDatabase({ directory: data });
  connection = database.connection;
  const flights = [1, 2].map((month) => `'${join(data, `flights-2013-0${month}.parquet`)}'`).join(', ');
  await connection.run(`CREATE TABLE flights AS FROM read_parquet([${flights}])`);
  await connection.run(
    `CREATE TABLE weather AS FROM read_parquet('${join(data, 'weather.parquet')}') WHERE month <= 2`,
  );
});

afterAll(() => database.close());

const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, unknown>[];

/** The vectors that `materialise-features` would write after the newest version of each dataset. */
async function materialise(
  tables: (dataset: string) => string = (dataset) => dataset,
): Promise<FeatureVector[]> {
  const vectors: FeatureVector[] = [];
  for (const dataset of ['flights', 'weather']) {
    const own = views.filter((view) => view.dataset === dataset);
    const contract = contractOf(model, dataset);
    const [newest] = await rows(`SELECT max(time_hour) AS "to" FROM ${tables(dataset)}`);
    const to = newest!.to as Date;
    const range = materialiseRange(
      { to: to.toISOString() },
      own.map((view) => ({ view, contract })),
      to.getTime(),
    );
    const relation = `(SELECT * FROM ${tables(dataset)} WHERE time_hour >= ${timestampSql(range.readFrom!)})`;
    for (const view of own) {
      const computed = await computeView(connection, view, contract, relation, range);
      vectors.push(...packVectors(view, computed, { datasetVersion: 1, expiresAt: 0 }));
    }
  }
  return vectors;
}

describe('features offline and online', () => {
  it('are equal, value for value, for 400 random flights', async () => {
    const request = model.request.columns
      .map((column) =>
        column === 'time_hour'
          ? `strftime(f.time_hour, '%Y-%m-%dT%H:%M:%SZ') AS "r.time_hour"`
          : `f.${column} AS "r.${column}"`,
      )
      .join(', ');
    const sampled = await rows(
      `SELECT ${request}, o.* FROM flights f JOIN (${trainingRowsSql(model, (dataset) => dataset)}) o
         ON o.id = f.carrier || '-' || f.flight || '-' || f.origin || '-' || strftime(f.time_hour, '%Y-%m-%dT%H')
       WHERE f.time_hour >= TIMESTAMP '2013-01-28'
       ORDER BY hash(o.id, ${seed}) LIMIT 400`,
    );
    expect(sampled).toHaveLength(400);
    const vectors = await materialise();
    const columns = requestColumns(contractOf(model, 'flights'), model.request.columns);
    const requestFeatures = await prepareRequestFeatures(model, columns);
    let nulls = 0;
    for (const offline of sampled) {
      const asked = Object.fromEntries(
        model.request.columns.map((column) => {
          const value = offline[`r.${column}`];
          return [column, typeof value === 'bigint' ? Number(value) : value];
        }),
      );
      const checked = checkRequest(columns, asked);
      if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
      const { id, hour, features } = await requestFeatures(checked.values);
      const online: Record<string, unknown> = {
        ...features,
        ...lookUpAll(viewEntities(views, asked), vectors, hour!),
      };
      expect(id).toBe(offline.id);
      for (const name of names) expect(`${name}=${online[name]}`).toBe(`${name}=${offline[name]}`);
      nulls += names.filter((name) => online[name] === null).length;
    }
    // The sample holds unknown values too: they must agree as well.
    expect(nulls).toBeGreaterThan(20);
  });

  it('do not change at an hour when what becomes known later changes', async () => {
    const hour = '2013-02-12 15:00:00';
    // An arrival counts from its landing, four hours of taxiing allowed for; weather from its hour.
    await connection.run(`CREATE OR REPLACE TABLE changed_flights AS SELECT * REPLACE (
        CASE WHEN time_hour + to_minutes(minute + dep_delay + air_time + 240) > TIMESTAMP '${hour}' THEN arr_delay + 500 ELSE arr_delay END AS arr_delay)
      FROM flights`);
    await connection.run(`CREATE OR REPLACE TABLE changed_weather AS SELECT * REPLACE (
        CASE WHEN time_hour > TIMESTAMP '${hour}' THEN temp - 100 ELSE temp END AS temp) FROM weather`);
    const at = (dataset: (name: string) => string, comparison: string) =>
      rows(
        `SELECT * EXCLUDE (label, event_time) FROM (${trainingRowsSql(model, dataset)})
         WHERE event_time ${comparison} TIMESTAMP '${hour}' AND event_time >= TIMESTAMP '2013-02-05' ORDER BY id`,
      );
    const same = (name: string) => name;
    const changed = (name: string) => `changed_${name}`;
    expect(await at(changed, '<=')).toEqual(await at(same, '<='));
    // The change does show afterwards, so the equality above says something.
    expect(await at(changed, '>')).not.toEqual(await at(same, '>'));
  });

  it('are what a naive loop over the raw rows finds', async () => {
    const [known] = await rows(
      `SELECT avg(arr_delay) AS mean FROM flights
       WHERE carrier = 'UA' AND arr_delay IS NOT NULL
         AND time_hour + to_minutes(minute + dep_delay + air_time + 240) > TIMESTAMP '2013-02-05 14:00:00' - INTERVAL 7 DAY
         AND time_hour + to_minutes(minute + dep_delay + air_time + 240) <= TIMESTAMP '2013-02-05 14:00:00'`,
    );
    const [row] = await rows(
      `SELECT carrier_delay_7d FROM (${trainingRowsSql(model, (dataset) => dataset)})
       WHERE carrier = 'UA' AND event_time = TIMESTAMP '2013-02-05 14:00:00' LIMIT 1`,
    );
    expect(row!.carrier_delay_7d).toBe(known!.mean);
    const [weather] = await rows(
      `SELECT temp FROM weather WHERE origin = 'EWR' AND time_hour <= TIMESTAMP '2013-02-05 14:00:00' ORDER BY time_hour DESC LIMIT 1`,
    );
    const [flight] = await rows(
      `SELECT temp FROM (${trainingRowsSql(model, (dataset) => dataset)})
       WHERE origin = 'EWR' AND event_time = TIMESTAMP '2013-02-05 14:00:00' LIMIT 1`,
    );
    expect(flight!.temp).toBe(weather!.temp);
  });
});
