import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteLiteral } from '../../core/sql.ts';

/** A prediction request as a caller sends it: the flight as it stands in the timetable. */
export type FlightRequest = Readonly<Record<string, string | number | null>>;

/** The story's real flights and weather, cut into the files and requests that it sends. */
export interface Flights {
  /** A month of flights, or the part of it before `toDay` (exclusive) and from `fromDay` on, as a Parquet file. */
  flightsFile(month: number, fromDay?: number, toDay?: number): Promise<string>;
  weatherFile(month: number): Promise<string>;
  /** A month of flights as CSV with a few rows added that break the contract; answers with their number. */
  flightsFileWithBadRows(month: number): Promise<{ readonly file: string; readonly badRows: number }>;
  /** Up to `count` flights of the given days, drawn and ordered by a fixed hash: any part is like the whole. */
  requests(range: {
    readonly month: number;
    readonly fromDay: number;
    readonly toDay: number;
    readonly count: number;
    readonly columns: readonly string[];
  }): Promise<FlightRequest[]>;
}

const padded = (month: number): string => String(month).padStart(2, '0');

export async function openFlights(data: string, output: string): Promise<Flights> {
  mkdirSync(output, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const flights = (month: number) =>
    `read_parquet(${quoteLiteral(join(data, `flights-2013-${padded(month)}.parquet`))})`;
  const copy = async (sql: string, file: string, format: string) => {
    await connection.run(`COPY (${sql}) TO ${quoteLiteral(file)} (${format})`);
    return file;
  };

  return {
    flightsFile: (month, fromDay = 1, toDay = 32) =>
      copy(
        `SELECT * FROM ${flights(month)} WHERE day >= ${fromDay} AND day < ${toDay}`,
        join(output, `flights-2013-${padded(month)}-${padded(fromDay)}.parquet`),
        'FORMAT parquet',
      ),
    weatherFile: (month) =>
      copy(
        `SELECT * FROM read_parquet(${quoteLiteral(join(data, 'weather.parquet'))}) WHERE month = ${month}`,
        join(output, `weather-2013-${padded(month)}.parquet`),
        'FORMAT parquet',
      ),
    flightsFileWithBadRows: async (month) => {
      const broken = [
        // Distance of a flight that went nowhere.
        'REPLACE (-5 AS distance)',
        // A carrier that is not known.
        "REPLACE ('??' AS carrier)",
        // No scheduled hour.
        'REPLACE (NULL AS time_hour)',
      ];
      const bad = broken.map(
        (change, index) =>
          `SELECT * ${change} FROM (SELECT * FROM ${flights(month)} LIMIT 1 OFFSET ${index})`,
      );
      const file = await copy(
        [`SELECT * FROM ${flights(month)}`, ...bad].join(' UNION ALL '),
        join(output, `flights-2013-${padded(month)}.csv`),
        'FORMAT csv, HEADER',
      );
      return { file, badRows: broken.length };
    },
    requests: async ({ month, fromDay, toDay, count, columns }) => {
      const reader = await connection.runAndReadAll(
        `SELECT ${columns.map((column) => (column === 'time_hour' ? "strftime(time_hour, '%Y-%m-%dT%H:%M:%SZ') AS time_hour" : column)).join(', ')}
         FROM ${flights(month)} WHERE day >= ${fromDay} AND day < ${toDay}
         ORDER BY hash(carrier, flight, origin, time_hour, 20130401) LIMIT ${count}`,
      );
      return reader
        .getRowObjects()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : (value as string | number | null),
            ]),
          ),
        );
    },
  };
}
