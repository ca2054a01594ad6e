import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { recomputeView } from '../../../adapters/duckdb/recompute-view.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import { weather } from '../../../models/flight-delay/contracts.ts';
import model from '../../../models/flight-delay/model.ts';

const [view] = datasetViews(model);
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ directory: '/nonexistent' });
  const rows = [
    // Sunday evening and Monday morning: two ISO weeks.
    "('EWR', TIMESTAMP '2013-03-31 22:00:00', 41)",
    "('EWR', TIMESTAMP '2013-04-01 04:00:00', 50)",
    "('JFK', TIMESTAMP '2013-03-31 22:00:00', 39)",
  ];
  await database.connection.run(
    `CREATE TABLE weather AS SELECT *, 1.0 AS humid, 1.0 AS wind_speed, 0.0 AS precip, 1.0 AS pressure, 1.0 AS visib
     FROM (VALUES ${rows.join(', ')}) AS t(origin, time_hour, temp)`,
  );
});
afterAll(() => database.close());

describe('recomputeView', () => {
  it('finds the newest row by the hour, of the week before too, and none older than maximumAge', async () => {
    const asked = [
      ['EWR', '2013-04-01T03:00:00Z', 41],
      ['EWR', '2013-04-01T04:00:00Z', 50],
      ['EWR', '2013-04-01T05:00:00Z', 50],
      ['JFK', '2013-04-01T04:00:00Z', 39],
      ['JFK', '2013-04-01T05:00:00Z', null],
      [null, '2013-04-01T05:00:00Z', null],
    ] as const;
    const found = await recomputeView(
      database.connection,
      view!,
      weather,
      'weather',
      asked.map(([origin, hour]) => ({ entity: [origin], hour: Date.parse(hour) })),
    );
    expect(found.map(({ temp }) => temp)).toEqual(asked.map(([, , temp]) => temp));
  });
});
