import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sqlNumber } from '../../core/sql.ts';

const connection = await (await DuckDBInstance.create(':memory:')).connect();

describe('sqlNumber', () => {
  it('writes whole numbers as such, and others as doubles', () => {
    expect([0, -7, 1e20, 0.5, 1e-7, 1e300].map(sqlNumber)).toEqual([
      '0',
      '-7',
      '100000000000000000000',
      '0.5e0',
      '1e-7',
      '1e+300',
    ]);
  });

  it('is the very number, whatever number', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 200, maxLength: 200 }), async (numbers) => {
        const columns = numbers.map((value) => `CAST(${sqlNumber(value)} AS DOUBLE)`);
        const [row] = (await connection.runAndReadAll(`SELECT ${columns.join(', ')}`)).getRows();
        expect(row).toEqual(numbers.map((value) => value + 0));
      }),
      { seed: 7, numRuns: 10 },
    );
  });

  it('refuses what SQL cannot write', () => {
    expect(() => sqlNumber(Number.NaN)).toThrow('Cannot write NaN');
  });
});
