import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Column } from '../../../core/contracts/contract.ts';
import { repairSql } from '../../../core/contracts/repair-sql.ts';
import { quoteLiteral } from '../../../core/sql.ts';
import { aColumn } from './a-contract.ts';

let database: DuckDBInstance;
beforeAll(async () => {
  database = await DuckDBInstance.create();
});
afterAll(() => database.closeSync());

const types = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};

/** What is stored of a text that arrived in a column. */
async function stored(column: Column, received: string | null): Promise<unknown> {
  const text = received === null ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(received);
  const sql = { received: text, value: `TRY_CAST(${text} AS ${types[column.type]})` };
  const connection = await database.connect();
  const reader = await connection.runAndReadAll(`SELECT CAST(${repairSql(column, sql)} AS VARCHAR)`);
  connection.closeSync();
  return reader.getRows()[0]![0];
}

describe('repairSql', () => {
  it('has nothing to say about a column that repairs nothing', () => {
    expect(repairSql(aColumn('x', 'integer', { minimum: 1 }), { received: 'r', value: 'v' })).toBeNull();
  });

  const level = aColumn('x', 'integer', {
    nullable: false,
    minimum: -3,
    maximum: 9,
    on: { minimum: 'clip', maximum: 'clip', 'not-null': { default: 0 }, type: { default: 5 } },
  });
  it.each([
    ['-4', '-3'],
    ['-3', '-3'],
    ['9', '9'],
    ['10', '9'],
    [null, '0'],
    ['five', '5'],
  ])('stores %s in a clipped column with defaults as %s', async (received, expected) => {
    expect(await stored(level, received)).toBe(expected);
  });

  it('clips times to their bounds', async () => {
    const column = aColumn('x', 'timestamp', {
      minimum: '2013-01-01T02:00:00+02:00',
      maximum: '2013-12-31',
      on: { minimum: 'clip', maximum: 'clip' },
    });
    expect(await stored(column, '2012-12-31 23:59:59.999999')).toBe('2013-01-01 00:00:00');
    expect(await stored(column, '2013-01-01 00:00:00.000001')).toBe('2013-01-01 00:00:00.000001');
    expect(await stored(column, '2014-01-01')).toBe('2013-12-31 00:00:00');
    expect(await stored(column, null)).toBeNull();
  });

  it('leaves alone what another action is for', async () => {
    const column = aColumn('x', 'double', { minimum: 0, maximum: 9.5, on: { minimum: 'clip' } });
    expect(await stored(column, '11')).toBe('11.0');
    expect(await stored(column, '-1')).toBe('0.0');
  });

  it('writes defaults of every type, quoted', async () => {
    const onType = (type: Column['type'], value: string | number | boolean | null) =>
      stored(aColumn('x', type, { nullable: false, on: { 'not-null': { default: value } } }), null);
    expect(await onType('string', "O'Hare; --")).toBe("O'Hare; --");
    expect(await onType('boolean', false)).toBe('false');
    expect(await onType('double', 1e-7)).toBe('1e-07');
    expect(await onType('timestamp', '2013-01-01T02:00:00+02:00')).toBe('2013-01-01 00:00:00');
    expect(await onType('integer', null)).toBeNull();
  });
});
