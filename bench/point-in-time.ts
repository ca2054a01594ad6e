import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../adapters/duckdb/open-database.ts';
import { queryRows } from '../adapters/duckdb/query-rows.ts';
import { trainingRowsSql } from '../core/features/training-rows-sql.ts';
import { quoteLiteral } from '../core/sql.ts';
import { placeFile } from './place-file.ts';
import { measured, pointInTimeDefinition } from './point-in-time-definition.ts';

/**
 * The point-in-time join of weather and the carrier's past week, by the very query that builds training sets,
 * streamed to Parquet. Prints one JSON line; `checks` are the peers' sums.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    weather: { type: 'string' },
    scratch: { type: 'string' },
    'memory-limit': { type: 'string', default: '1400' },
  },
});
const { data, weather, scratch } = values;
if (data === undefined || weather === undefined || scratch === undefined) {
  throw new Error(
    'Cannot run: give --data flights.parquet --weather weather.parquet --scratch an-empty-folder',
  );
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

await mkdir(scratch, { recursive: true });
const directory = await mkdtemp(join(resolve(scratch), 'point-in-time-'));
try {
  await placeFile(data, join(directory, 'flights.parquet'));
  await placeFile(weather, join(directory, 'weather.parquet'));
  const relation = (dataset: string): string =>
    `read_parquet(${quoteLiteral(join(directory, `${dataset}.parquet`))})`;
  const output = quoteLiteral(join(directory, 'joined.parquet'));

  const before = process.cpuUsage();
  const start = performance.now();
  const database = await openDatabase({ directory, memoryLimitInMiB: Number(values['memory-limit']) });
  const [version] = await queryRows<{ version: string }>(database.connection, 'SELECT version() AS version');
  await database.connection.run(
    `COPY (${trainingRowsSql(pointInTimeDefinition, relation)}) TO ${output} (FORMAT parquet, COMPRESSION snappy)`,
  );
  const wall = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1_024;

  const sums = measured.map(
    (name) => `sum(${name}) AS sum_${name}, count(*) - count(${name}) AS null_${name}`,
  );
  const [row] = await queryRows<Record<string, number | bigint>>(
    database.connection,
    `SELECT count(*) AS rows, count(temp) AS weather_matched, ${sums.join(', ')}, sum(carrier_n) AS sum_carrier_n,
       count(*) - count(carrier_delay) AS null_carrier_delay, sum(carrier_delay) AS sum_carrier_delay FROM ${output}`,
  );
  database.close();
  const checks = Object.fromEntries(
    Object.entries(row!).map(([name, value]) => [name, rounded(Number(value))]),
  );
  console.log(
    JSON.stringify({
      task: 'point-in-time',
      version: `duckdb ${version!.version}`,
      rows: checks.rows,
      wall_s: rounded(wall),
      cpu_s: rounded((used.user + used.system) / 1_000_000),
      peak_rss_mib: Math.round(peak),
      figures: { rows: checks.rows },
      checks,
    }),
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}
