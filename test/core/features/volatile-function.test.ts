import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { queryRows } from '../../../adapters/duckdb/query-rows.ts';
import { volatileFunction } from '../../../core/features/volatile-function.ts';

describe('volatileFunction', () => {
  it('finds every function that the engine itself calls volatile', async () => {
    const { connection, close } = await openDatabase({ directory: '/nonexistent' });
    try {
      // error() never gives a value.
      const rows = await queryRows<{ name: string }>(
        connection,
        `SELECT DISTINCT function_name AS name FROM duckdb_functions()
         WHERE function_type = 'scalar' AND stability <> 'CONSISTENT' AND function_name <> 'error' ORDER BY ALL`,
      );
      expect(rows.length).toBeGreaterThan(20);
      // current_date is a keyword and a function.
      expect(rows.filter(({ name }) => volatileFunction(`1 + ${name}()`) !== name)).toEqual([]);
    } finally {
      close();
    }
  });

  it.each([
    ['CAST(NOW() AS VARCHAR)', 'now'],
    ['date_diff(\'day\', time_hour, "current_date")', null],
    ["date_diff('day', time_hour, CURRENT_DATE)", 'current_date'],
    ['localtimestamp - time_hour', 'localtimestamp'],
    ['random ()', 'random'],
    ['random', null],
    ['snow(1) + x.now', null],
    ["carrier = 'now()'", null],
    ['age(time_hour)', 'age'],
    ["age(date_trunc('day', time_hour), time_hour)", null],
    ["age(CAST(strftime(time_hour, '%Y') AS TIMESTAMP))", null],
    ['month(time_hour - INTERVAL 5 HOUR)', null],
  ])('%s: %s', (sql, expected) => {
    expect(volatileFunction(sql)).toBe(expected);
  });
});
