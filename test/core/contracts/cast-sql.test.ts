import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { canHold, castSql } from '../../../core/contracts/cast-sql.ts';
import type { ColumnType } from '../../../core/contracts/contract.ts';
import { quoteLiteral } from '../../../core/sql.ts';
import cases from '../../cases/contracts/values.json' with { type: 'json' };

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");

/** What a value becomes, as text; null where it is refused. */
async function become(type: ColumnType, raw: string, source: string): Promise<unknown> {
  const sql = `SELECT CAST(${castSql(type, 'raw', source)} AS VARCHAR) AS v FROM (SELECT ${raw} AS raw)`;
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson()[0]!.v;
}

describe('castSql', () => {
  for (const { type, written, becomes, because } of cases) {
    const outcome = becomes === null ? 'is refused' : `becomes ${becomes}`;
    it(`${type} '${written}' ${outcome}${because === undefined ? '' : `: ${because}`}`, async () => {
      expect(await become(type as ColumnType, quoteLiteral(written), 'VARCHAR')).toBe(becomes);
    });
  }

  it.each([
    ['integer', '9007199254740993::BIGINT', 'BIGINT', null],
    ['integer', '7::UTINYINT', 'UTINYINT', '7'],
    ['integer', '5.0::DOUBLE', 'DOUBLE', '5'],
    ['integer', '5.5::DOUBLE', 'DOUBLE', null],
    ['integer', '5.50::DECIMAL(4,2)', 'DECIMAL(4,2)', null],
    ['double', "'nan'::DOUBLE", 'DOUBLE', null],
    ['double', "'-inf'::DOUBLE", 'DOUBLE', null],
    ['double', '(-0.0)::DOUBLE', 'DOUBLE', '0.0'],
    ['double', '9007199254740993::BIGINT', 'BIGINT', null],
    ['boolean', 'true', 'BOOLEAN', 'true'],
    ['timestamp', "'infinity'::TIMESTAMP", 'TIMESTAMP', null],
    ['timestamp', "'2013-01-01 05:00:00+02'::TIMESTAMPTZ", 'TIMESTAMP WITH TIME ZONE', '2013-01-01 03:00:00'],
    ['timestamp', "'2013-01-01'::DATE", 'DATE', '2013-01-01 00:00:00'],
    ['timestamp', "'2013-01-01 05:00:00.123456789'::TIMESTAMP_NS", 'TIMESTAMP_NS', null],
    ['timestamp', "'2013-01-01 05:00:00.123456'::TIMESTAMP_NS", 'TIMESTAMP_NS', '2013-01-01 05:00:00.123456'],
    ['timestamp', "'1600-01-01'::TIMESTAMP", 'TIMESTAMP', null],
    ['string', "'a' || chr(0)", 'VARCHAR', null],
    ['string', `'"AA"'::JSON`, 'JSON', 'AA'],
    ['string', "'12'::JSON", 'JSON', null],
    ['integer', `'"12"'::JSON`, 'JSON', null],
    ['integer', "'12'::JSON", 'JSON', '12'],
    ['double', "'1e400'::JSON", 'JSON', null],
    ['boolean', "'true'::JSON", 'JSON', 'true'],
    ['timestamp', `'"2013-01-01"'::JSON`, 'JSON', '2013-01-01 00:00:00'],
  ] as const)('%s from %s (%s) becomes %s', async (type, raw, source, becomes) => {
    expect(await become(type, raw, source)).toBe(becomes);
  });
});

describe('canHold', () => {
  it.each([
    ['string', 'BIGINT', false],
    ['string', 'BLOB', false],
    ['integer', 'STRUCT(a INTEGER)', false],
    ['integer', 'INTEGER[]', false],
    ['timestamp', 'BIGINT', false],
    ['timestamp', 'DATE', true],
    ['double', 'DECIMAL(9,2)', true],
  ] as const)('a %s in a Parquet column of %s: %s', (type, source, holds) => {
    expect(canHold(type, source)).toBe(holds);
  });
});
