import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeView } from '../../../adapters/duckdb/compute-view.ts';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { prepareRequestRows } from '../../../adapters/duckdb/request-features.ts';
import type { Column, ColumnType, Contract } from '../../../core/contracts/contract.ts';
import type { Duration } from '../../../core/duration.ts';
import { type FeatureValue, type FeatureVector, packVectors } from '../../../core/features/feature-vector.ts';
import type { Grid, LatestView, WindowView } from '../../../core/features/feature-view.ts';
import { timestampSql } from '../../../core/features/hour-sql.ts';
import { materialiseRange } from '../../../core/features/materialise-range.ts';
import { type TrainingRowsDefinition, trainingRowsSql } from '../../../core/features/training-rows-sql.ts';
import { lookUpAll, viewEntities } from '../../../core/features/vector-keys.ts';

const seed = 20130203;
const minute = 60_000;
const hour = 60 * minute;

const column = (name: string, type: ColumnType, nullable = true): Column => ({
  name,
  type,
  description: name,
  nullable,
  onInvalid: 'quarantine-row',
});
const contract: Contract = {
  dataset: 'readings',
  version: '1.0.0',
  description: 'Readings',
  owner: 'tests',
  columns: [
    column('n', 'integer', false),
    column('place', 'string'),
    column('zone', 'integer'),
    column('happened', 'timestamp', false),
    column('known', 'timestamp'),
    column('amount', 'integer'),
    column('level', 'double'),
  ],
  key: ['n'],
  eventTime: 'happened',
  rules: [],
  onAdditionalColumns: 'reject-file',
  maximumQuarantinedShare: 0,
};
/** Requests are rows of a dataset of their own: they may come long after the newest reading. */
const asks: Contract = {
  ...contract,
  dataset: 'asks',
  columns: contract.columns.filter(({ name }) => ['n', 'place', 'zone', 'happened'].includes(name)),
};
const shared = {
  description: 'd',
  owner: 'tests',
  dataset: 'readings',
  entity: ['place', 'zone'],
  eventTime: 'happened',
  availableAt: 'known',
  timeToLive: { days: 60 },
} as const;

const number = (name: string, sql: string) => ({ name, type: 'number' as const, description: name, sql });

function definition(ages: { lookback: Duration; maximumAge: Duration }, grid: Grid): TrainingRowsDefinition {
  const latest: LatestView = {
    ...shared,
    kind: 'latest',
    name: 'newest',
    grid,
    maximumAge: ages.maximumAge,
    features: [
      number('newest_n', 'n'),
      number('newest_ratio', '1 / level'),
      { name: 'newest_place', type: 'category', description: 'p', sql: 'place' },
    ],
  };
  const window: WindowView = {
    ...shared,
    ...ages,
    kind: 'window',
    name: 'past',
    grid,
    features: [
      number('rows', 'count(*)'),
      number('amounts', 'count(amount)'),
      number('total', 'sum(amount)'),
      number('mean', 'avg(amount)'),
      number('level', 'avg(level)'),
      number('parts', 'sum(12 / amount)'),
      number('part', 'avg(12 / amount)'),
    ],
  };
  return {
    name: 'random',
    contracts: [contract, asks],
    request: { dataset: 'asks', columns: ['n', 'place', 'zone', 'happened'], asOf: 'happened', id: 'n' },
    features: [latest, window],
    training: { label: '1', labelled: 'true' },
  };
}

interface Reading {
  readonly place: string | null;
  readonly zone: number | null;
  readonly happened: number;
  readonly known: number | null;
  readonly amount: number | null;
  readonly level: number | null;
}

// Around the change of the ISO year 2013 to 2014, whose first week begins on 30 December.
const start = Date.UTC(2013, 11, 29);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 8 });
// Full hours, and a moment on either side of them: where the grid decides.
const moment = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 0, -1, 1, 61_000, 30 * minute, 59 * minute))
  .map(([hours, offset]) => start + hours * hour + offset);
const reading: fc.Arbitrary<Reading> = fc
  .record({
    place: maybe(fc.constantFrom('Zürich', 'Zürich', 'Zürich', '東京', 'a"b', "o'c😀")),
    zone: maybe(fc.constantFrom(1, 1, 1, 2)),
    happened: moment,
    delay: maybe(fc.constantFrom(0, 1, 59 * minute, hour, hour + 1, 26 * hour, 90 * hour)),
    amount: maybe(fc.oneof(fc.constant(0), fc.integer({ min: -1_000, max: 1_000 }))),
    level: maybe(
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: -999, max: 999 }).map((value) => value / 7),
      ),
    ),
  })
  .map(({ delay, ...rest }) => ({ ...rest, known: delay === null ? null : rest.happened + delay }));
const ages = fc.record({
  lookback: fc.constantFrom<Duration>({ hours: 1 }, { hours: 5 }, { days: 2 }, { days: 7 }),
  maximumAge: fc.constantFrom<Duration>({ hours: 1 }, { hours: 6 }, { days: 3 }),
});

const inMs = ({ days = 0, hours = 0 }: Duration): number => (days * 24 + hours) * hour;

/** From before the first reading until four days after the last. */
const ask = fc
  .tuple(reading, fc.integer({ min: -10, max: 130 }))
  .map(([row, hours]): Reading => ({ ...row, happened: start + hours * hour + (row.happened % hour) }));

/** What the features are by their definition, found by going through every row for every request. */
function naive(
  rows: readonly Reading[],
  { lookback, maximumAge }: { lookback: Duration; maximumAge: Duration },
  cell: number,
  request: Reading,
): Record<string, FeatureValue> {
  const up = (time: number): number => Math.ceil(time / cell) * cell;
  const none = {
    newest_n: null,
    newest_ratio: null,
    newest_place: null,
    rows: null,
    amounts: null,
    total: null,
    mean: null,
    level: null,
    parts: null,
    part: null,
  };
  if (request.place === null || request.zone === null) return none;
  const asked = Math.floor(request.happened / cell) * cell;
  const own = rows
    .map((row, n) => ({ ...row, n }))
    .filter((row) => row.place === request.place && row.zone === request.zone && row.known !== null)
    .map((row) => ({ ...row, exactly: row.known!, known: up(row.known!) }));
  const newest = own
    .filter(({ known }) => known <= asked && asked - known <= inMs(maximumAge))
    .sort((a, b) => b.exactly - a.exactly || b.n - a.n)[0];
  const until = up(Math.max(...rows.map(({ happened }) => happened)));
  const at = Math.min(asked, until);
  const past =
    asked - until > inMs(maximumAge)
      ? []
      : own.filter(({ known }) => known <= at && known > at - inMs(lookback));
  const sum = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return { n: known.length, total: known.reduce((a, b) => a + b, 0) };
  };
  const amount = sum(past.map((row) => row.amount));
  const level = sum(past.map((row) => row.level));
  const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
  const part = sum(past.map((row) => (row.amount === null ? null : finite(12 / row.amount))));
  return {
    newest_n: newest?.n ?? null,
    newest_ratio: newest === undefined || newest.level === null ? null : finite(1 / newest.level),
    newest_place: newest?.place ?? null,
    rows: past.length > 0 ? past.length : null,
    amounts: past.length > 0 ? amount.n : null,
    total: amount.n > 0 ? amount.total : null,
    mean: amount.n > 0 ? amount.total / amount.n : null,
    level: level.n > 0 ? level.total / level.n : null,
    parts: part.n > 0 ? part.total : null,
    part: part.n > 0 ? part.total / part.n : null,
  };
}

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ directory: join(import.meta.dirname) });
});
afterAll(() => database.close());

async function load(name: 'readings' | 'asks', rows: readonly Reading[]): Promise<void> {
  const time = (value: number | null): string =>
    value === null ? 'NULL' : `TIMESTAMP '${new Date(value).toISOString().slice(0, -1).replace('T', ' ')}'`;
  const text = (value: string | null): string =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  await database.connection.run(
    `CREATE OR REPLACE TABLE ${name} (n BIGINT, place VARCHAR, zone BIGINT, happened TIMESTAMP, known TIMESTAMP, amount BIGINT, level DOUBLE)`,
  );
  await database.connection.run(
    `INSERT INTO ${name} VALUES ${rows
      .map(
        (row, n) =>
          `(${n}, ${text(row.place)}, ${row.zone}, ${time(row.happened)}, ${time(row.known)}, ${row.amount}, ${row.level}::DOUBLE)`,
      )
      .join(', ')}`,
  );
}

async function offline(model: TrainingRowsDefinition): Promise<Record<string, FeatureValue>[]> {
  const reader = await database.connection.runAndReadAll(
    `SELECT * EXCLUDE (id, event_time, label) FROM (${trainingRowsSql(model, (dataset) => dataset)}) ORDER BY id::BIGINT`,
  );
  return reader.getRowObjectsJS() as Record<string, FeatureValue>[];
}

const readings = fc.array(reading, { minLength: 1, maxLength: 60 });
const requests = fc.array(ask, { minLength: 1, maxLength: 60 });

describe('trainingRowsSql', () => {
  it.each(['hour', 'minute'] as const)(
    'is what a loop over all rows finds, on a grid of %ss',
    async (grid) => {
      await fc.assert(
        fc.asyncProperty(readings, requests, ages, async (rows, asked, limits) => {
          await load('readings', rows);
          await load('asks', asked);
          const found = await offline(definition(limits, grid));
          expect(found).toHaveLength(asked.length);
          found.forEach((row, n) => {
            const expected = naive(rows, limits, grid === 'hour' ? hour : minute, asked[n]!);
            // The loop adds doubles in another order than the exact decimals of the query.
            for (const name of ['level', 'parts', 'part']) {
              if (expected[name] !== null)
                expect(row[name] as number).toBeCloseTo(expected[name] as number, 9);
            }
            const roughly = (values: Record<string, FeatureValue>) => ({
              ...values,
              level: values.level === null,
              parts: values.parts === null,
              part: values.part === null,
            });
            expect(roughly(row)).toEqual(roughly(expected));
          });
        }),
        { seed, numRuns: 60 },
      );
    },
  );

  it('is, to the last bit, what predict looks up in materialised values', async () => {
    await fc.assert(
      fc.asyncProperty(readings, requests, ages, async (rows, asked, limits) => {
        await load('readings', rows);
        await load('asks', asked);
        const model = definition(limits, 'hour');
        const views = model.features as (LatestView | WindowView)[];
        const vectors: FeatureVector[] = [];
        for (const view of views) {
          const computed = await computeView(database.connection, view, contract, 'readings');
          vectors.push(...packVectors(view, computed, { datasetVersion: 7, expiresAt: 99 }));
        }
        for (const vector of vectors) expect(vector).toMatchObject({ datasetVersion: 7, expiresAt: 99 });
        const found = await offline(model);
        found.forEach((row, n) => {
          const { place, zone, happened } = asked[n]!;
          const at = Math.floor(happened / hour) * hour;
          expect(lookUpAll(viewEntities(views, { place, zone }), vectors, at)).toEqual(row);
        });
      }),
      { seed, numRuns: 60 },
    );
  });
});

describe('materialiseRange', () => {
  const longestDelay = 70 * 24 * hour;
  /** Readings of fifteen weeks, known up to ten weeks later. */
  const old = fc.array(
    fc
      .tuple(
        reading,
        fc.integer({ min: 0, max: 15 * 7 * 24 }),
        fc.constantFrom(0, hour, 3 * 24 * hour, longestDelay),
      )
      .map(([row, hours, delay]): Reading => {
        const happened = start - hours * hour;
        return { ...row, happened, known: row.known === null ? null : happened + delay };
      }),
    { minLength: 100, maxLength: 150 },
  );

  const fewRequests = fc.array(reading, { minLength: 30, maxLength: 30 });

  it.each([
    ['a delay of nothing', { availableAt: undefined, availabilityDelay: { seconds: 0 } }],
    ['a delay of ten weeks', { availableAt: undefined, availabilityDelay: { days: 70 } }],
    ['delays by row, and how long they are', { maximumDelay: { days: 70 } }],
    ['delays by row, and nothing about how long', {}],
  ])('admits all that a lookup can still find, of %s', async (_, change) => {
    await fc.assert(
      fc.asyncProperty(old, fewRequests, ages, async (rows, asking, limits) => {
        const given = definition(limits, 'hour');
        const model = {
          ...given,
          features: given.features.map((view) => ({ ...view, ...change })),
        } as typeof given;
        const views = model.features as (LatestView | WindowView)[];
        const newest = Math.max(...rows.map(({ happened }) => happened));
        const over = views.map((view) => ({ view, contract }));
        const range = materialiseRange({ to: new Date(newest).toISOString() }, over, newest);
        // Values older than the range were written by earlier versions of the dataset.
        const first = range.from + inMs(limits.maximumAge);
        const asked = asking.map((ask, index) => ({
          ...ask,
          happened: first + ((index % 2) * index * 33 * hour + ask.happened - start),
        }));
        await load('readings', rows);
        await load('asks', asked);
        const relation =
          range.readFrom === null
            ? 'readings'
            : `(SELECT * FROM readings WHERE happened >= ${timestampSql(range.readFrom)})`;
        const vectors: FeatureVector[] = [];
        for (const view of views) {
          const computed = await computeView(database.connection, view, contract, relation, range);
          vectors.push(...packVectors(view, computed, { datasetVersion: 7, expiresAt: 99 }));
        }
        const found = await offline(model);
        found.forEach((row, n) => {
          const { place, zone, happened } = asked[n]!;
          const at = Math.floor(happened / hour) * hour;
          if (at <= range.to)
            expect(lookUpAll(viewEntities(views, { place, zone }), vectors, at)).toEqual(row);
        });
      }),
      { seed, numRuns: 8 },
    );
  });
});

describe('a window view up to an hour', () => {
  it('makes no row after it, though an event lies a century ahead', async () => {
    const one: Reading = { place: 'a', zone: 1, happened: start, known: start, amount: 1, level: 1 };
    const ahead = { ...one, happened: Date.UTC(2113, 0, 1) };
    await load('readings', [one, { ...ahead, place: 'b', known: ahead.happened }]);
    const [, view] = definition({ lookback: { hours: 5 }, maximumAge: { hours: 6 } }, 'hour').features;
    const range = { from: start, to: start + 7 * hour };
    const rows = await computeView(database.connection, view as WindowView, contract, 'readings', range);
    expect(rows.map((row) => (row.hour - start) / hour).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('labels', () => {
  it('that are neither 0 nor 1 are null, and not rounded to one of them', async () => {
    const asked: Reading = {
      ...{ place: 'a', zone: 1, happened: start, known: null },
      amount: null,
      level: null,
    };
    await load('readings', [asked]);
    await load('asks', [asked, asked, asked, asked]);
    const model = definition({ lookback: { hours: 1 }, maximumAge: { hours: 1 } }, 'hour');
    const found = async (label: string) => {
      const training = { label, labelled: 'true' };
      const sql = trainingRowsSql({ ...model, training }, (dataset) => dataset);
      const reader = await database.connection.runAndReadAll(`SELECT label FROM (${sql}) ORDER BY id`);
      return reader.getRows().map(([label]) => label);
    };
    expect(await found('n / 2')).toEqual([0, null, 1, null]);
    expect(await found('n = 1')).toEqual([0, 1, 0, 0]);
    expect(await found("CASE WHEN n = 1 THEN 'NaN'::DOUBLE WHEN n = 2 THEN NULL ELSE 1 END")).toEqual([
      1,
      null,
      null,
      1,
    ]);
  });
});

describe('request features', () => {
  const over = (sql: readonly [name: string, sql: string][], columns = ['n', 'zone', 'happened']) => ({
    ...definition({ lookback: { hours: 1 }, maximumAge: { hours: 1 } }, 'hour'),
    request: { dataset: 'asks', columns, asOf: 'happened', id: 'n' },
    features: [{ kind: 'request' as const, features: sql.map(([name, text]) => number(name, text)) }],
  });
  const asked: Reading = {
    ...{ place: 'a', zone: 0, happened: start, known: null },
    amount: null,
    level: null,
  };

  it('see the columns of the request and no others: an outcome is an error, not a feature', async () => {
    await load('asks', [asked]);
    await expect(offline(over([['leak', 'amount']]))).rejects.toThrow(/"amount" not found/);
  });

  it('that have the name of a column which no request has are themselves what a later one reads, as in a prediction', async () => {
    await load('asks', [{ ...asked, amount: 7 }]);
    const model = over([
      ['amount', 'zone + 10'],
      ['next', 'amount + 1'],
    ]);
    const online = await prepareRequestRows(
      model,
      model.request.columns.map((name) => asks.columns.find((one) => one.name === name)!),
    );
    const [row] = await online([[0, 0, '2013-12-29 00:00:00.000']]);
    expect(await offline(model)).toEqual([row!.features]);
    expect(row!.features).toEqual({ amount: 10, next: 11 });
  });

  it('are unknown where they are not finite', async () => {
    await load('asks', [asked]);
    const model = over([
      ['infinite', '1.0 / zone'],
      ['indefinite', 'zone / zone'],
      ['finite', 'zone + 1'],
    ]);
    expect(await offline(model)).toEqual([{ infinite: null, indefinite: null, finite: 1 }]);
  });
});
