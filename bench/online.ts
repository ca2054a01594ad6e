/**
 * Online features of 1 and of 100 entities, inside the function `predict` of a running twin, which
 * BALLAST_TWIN_DIRECTORY names: what the function itself says that its SQL, its reads of the registry and its
 * features took, warm. The endpoint is not part of it. Vectors of the requests are written to the registry first.
 */
import { batchPutRecords } from '../adapters/dynamodb/batch-put-records.ts';
import { invokeFunction } from '../adapters/lambda/invoke-function.ts';
import { packVectors, type ViewRow } from '../core/features/feature-vector.ts';
import type { Durations, Prediction, Predictions } from '../core/features/prediction.ts';
import { datasetViews } from '../core/features/views-of.ts';
import { functionName } from '../core/names.ts';
import { featureVectorKey } from '../core/registry/keys.ts';
import model from '../models/flight-delay/model.ts';
import { enterTwin } from './enter-twin.ts';

const calls = Number(process.env.BALLAST_BENCH_CALLS ?? 300);
const warmUps = 30;
const entities = 100;
const now = Date.parse('2013-06-12T15:00:00Z');
const hour = 3_600_000;

const requests = Array.from({ length: entities }, (_, index) => ({
  carrier: ['UA', 'AA', 'DL', 'B6', 'EV'][index % 5],
  flight: 100 + index,
  origin: ['EWR', 'JFK', 'LGA'][index % 3],
  dest: `X${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`,
  time_hour: new Date(now).toISOString(),
  sched_dep_time: 1015,
  sched_arr_time: 1230,
  distance: 1400,
}));

/** Three weeks of values of every entity that is asked about, as `materialise-features` writes them. */
async function writeVectors(table: string): Promise<number> {
  let written = 0;
  for (const view of datasetViews(model)) {
    const known = new Map(
      requests.map((request) => {
        const entity = view.entity.map((column) => String(request[column as keyof typeof request]));
        return [entity.join(' '), entity];
      }),
    );
    const rows: ViewRow[] = [...known.values()].flatMap((entity) =>
      Array.from({ length: 21 * 24 }, (_, age) => ({
        entity,
        hour: now - age * hour,
        values: view.features.map((_, index) => 17.25 + index + (age % 24) / 7),
      })),
    );
    const vectors = packVectors(view, rows, {
      datasetVersion: 0,
      expiresAt: Math.floor(Date.now() / 1_000) + 3_600,
    });
    await batchPutRecords(
      table,
      vectors.map((record) => ({ key: featureVectorKey(record.view, record.entity, record.week), record })),
    );
    written += vectors.length;
  }
  return written;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)]!;

async function measure(count: number): Promise<Durations[]> {
  const name = functionName('dev', 'predict');
  const durations: Durations[] = [];
  for (let call = 0; call < warmUps + calls; call++) {
    const from = call % entities;
    const asked = Array.from({ length: count }, (_, index) => requests[(from + index) % entities]);
    const answer =
      count === 1
        ? await invokeFunction<Prediction>(name, { model: model.name, request: asked[0] })
        : await invokeFunction<Predictions>(name, { model: model.name, requests: asked });
    if (!('durations' in answer.body)) throw new Error(`Cannot measure: ${JSON.stringify(answer)}`);
    if (call >= warmUps) durations.push(answer.body.durations);
  }
  return durations;
}

const { table } = await enterTwin();
const vectors = await writeVectors(table);
const figures: Record<string, number> = { vectors, calls };
for (const count of [1, entities]) {
  const durations = await measure(count);
  for (const part of ['features', 'sql', 'registry'] as const) {
    const values = durations.map((one) => one[part]);
    const short = part === 'features' ? '' : `${part}_`;
    figures[`p50_${short}ms_${count}`] = quantile(values, 0.5);
    figures[`p99_${short}ms_${count}`] = quantile(values, 0.99);
  }
}
figures.sql_ms = figures.p50_sql_ms_1!;
const rounded = Object.fromEntries(
  Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1_000) / 1_000]),
);
console.log(JSON.stringify({ version: model.name, figures: rounded }));
