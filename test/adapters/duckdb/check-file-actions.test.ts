import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import type { Column, Contract } from '../../../core/contracts/contract.ts';
import { checkRequest } from '../../../core/features/check-request.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const header = 'sensor,at,value,kind\n';

async function check(rows: string, contract: Contract, more: Partial<Parameters<typeof checkFile>[0]> = {}) {
  const file = join(directory, 'upload');
  writeFileSync(file, header + rows);
  return await checkFile({ contract, file, directory, ...more });
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
}

/** The contract with another promise for one column. */
const withColumn = (name: string, promise: Partial<Column>, more: Partial<Contract> = {}): Contract =>
  aContract({
    maximumQuarantinedShare: 1,
    columns: aContract().columns.map((column) => (column.name === name ? { ...column, ...promise } : column)),
    ...more,
  });

const valuesOf = async (checked: Awaited<ReturnType<typeof check>>, column: string) =>
  (await query(`SELECT "${column}" AS v FROM read_parquet('${checked.good!.file}') ORDER BY sensor`)).map(
    ({ v }) => v,
  );

const rows = 'a,2013-01-01,99,air\nb,2013-01-01,1,fire\nc,2013-01-01,-99,air\nd,2013-01-01,2,air\n';

describe('checkFile does what a rule says', () => {
  it('clips numbers to their bounds, and counts them', async () => {
    const checked = await check(
      rows,
      withColumn('value', { onInvalid: 'clip', on: { type: 'quarantine-row' } }),
    );
    expect(checked.verdict).toMatchObject({
      rows: 3,
      byRule: { 'column:kind:one-of': 1 },
      repairs: { 'column:value:maximum': 1, 'column:value:minimum': 1 },
    });
    expect(await valuesOf(checked, 'value')).toEqual([50, -50, 2]);
  });

  it('clips times to their bounds, sets others aside in the words that a request gets, and knows whole numbers by a list', async () => {
    const bounds = { minimum: '2013-01-01T02:00:00+02:00', maximum: '2013-12-31' };
    const contract = aContract({
      maximumQuarantinedShare: 1,
      columns: [
        ...aContract().columns.slice(0, 2),
        aColumn('value', 'timestamp', { ...bounds, on: { minimum: 'clip' } }),
        aColumn('kind', 'integer', { oneOf: [1, -20], on: { 'one-of': { default: -20 } } }),
      ],
      rules: [],
    });
    const checked = await check(
      'a,2013-01-01,2012-12-31T23:59:59.999999Z,1\nb,2013-01-01,2013-12-31T00:00:00.000001,1\nc,2013-01-01,2013-01-01,2.0\nd,2013-01-01,,\n',
      contract,
    );
    expect(checked.verdict).toMatchObject({
      rows: 3,
      byRule: { 'column:value:maximum': 1 },
      repairs: { 'column:value:minimum': 1, 'column:kind:one-of': 1 },
      sample: [
        {
          rule: 'column:value:maximum',
          expected: 'at most 2013-12-31',
          received: '2013-12-31T00:00:00.000001',
        },
      ],
    });
    expect(await valuesOf(checked, 'value')).toEqual(['2013-01-01 00:00:00', '2013-01-01 00:00:00', null]);
    expect(await valuesOf(checked, 'kind')).toEqual(['1', '-20', null]);
    const [, , value] = contract.columns;
    expect(checkRequest([value!], { value: '2014-01-01' })).toMatchObject({
      issues: [{ rule: 'column:value:maximum', expected: 'at most 2013-12-31' }],
    });
  });

  it('puts a default in the place of a bad value, and judges row rules by it', async () => {
    const contract = withColumn('kind', { onInvalid: { default: 'water' } });
    const checked = await check(`${rows}e,2013-01-01,-20,fire\n`, contract);
    expect(checked.verdict).toMatchObject({
      rows: 2,
      byRule: { 'column:value:maximum': 1, 'column:value:minimum': 1, 'rule:water-flows': 1 },
      repairs: { 'column:kind:one-of': 1 },
    });
    expect(await valuesOf(checked, 'kind')).toEqual(['water', 'air']);
  });

  it('accepts and counts what it warns of, in good rows alone', async () => {
    const contract = withColumn('value', { on: { maximum: 'warn' } });
    const checked = await check(`${rows}e,2013-01-01,98,fire\n`, contract);
    expect(checked.verdict).toMatchObject({ rows: 2, warnings: { 'column:value:maximum': 1 } });
    expect(await valuesOf(checked, 'value')).toEqual([99, 2]);
  });

  it('refuses the whole file', async () => {
    const checked = await check(rows, withColumn('kind', { onInvalid: 'reject-file' }));
    expect(checked).toMatchObject({ verdict: { status: 'rejected' }, good: null });
  });

  it('sets aside or counts a repeated combination; a null repeats nothing', async () => {
    const repeated = 'a,2013-01-01,1,air\nb,2013-01-01,1,air\nc,2013-01-01,,air\nd,2013-01-01,,air\n';
    const uniques = (onRepeated: 'warn' | 'quarantine-row') => [{ columns: ['value', 'kind'], onRepeated }];
    const aside = await check(repeated, aContract({ uniques: uniques('quarantine-row') }));
    expect(aside.verdict).toMatchObject({ rows: 3, byRule: { 'unique:value+kind': 1 } });
    expect(aside.verdict.sample).toMatchObject([{ rule: 'unique:value+kind', row: 2, received: '1.0, air' }]);
    const counted = await check(repeated, aContract({ uniques: uniques('warn') }));
    expect(counted.verdict).toMatchObject({ rows: 4, warnings: { 'unique:value+kind': 1 } });
  });

  it('takes a row of which a rule cannot be computed for one that breaks it, and judges the others', async () => {
    const rules = [
      { name: 'root', description: 'has a root', sql: 'sqrt(value) < 1e9' },
      { name: 'number', description: 'kind is a number', sql: 'cast(kind as integer) = 1' },
      {
        ...{ name: 'counted', description: 'not too large', onBroken: 'warn' as const },
        sql: 'cast(value as bigint) * 9e18::bigint >= value',
      },
    ];
    const contract = withColumn('kind', { oneOf: ['1', 'x'] }, { rules });
    const checked = await check(
      'a,2013-01-01,4,1\nb,2013-01-01,-4,1\nc,2013-01-01,1,x\nd,2013-01-01,,1\ne,2013-01-01,1,\n',
      contract,
    );
    expect(checked.verdict).toMatchObject({
      rows: 3,
      quarantinedRows: 2,
      byRule: { 'rule:root': 1, 'rule:number': 1 },
      warnings: { 'rule:counted': 1 },
    });
    expect(checked.verdict.sample.map(({ rule, row, received }) => [rule, row, received])).toEqual([
      ['rule:root', 2, 'value -4'],
      ['rule:number', 3, 'kind x'],
    ]);
  });

  it('sets aside rows whose values the referenced dataset lacks', async () => {
    const kinds = join(directory, 'kinds.parquet');
    await query(`COPY (SELECT 'air' AS name) TO '${kinds}' (FORMAT parquet)`);
    const references = [
      { columns: ['kind'], dataset: 'kinds', referenced: ['name'], onMissing: 'quarantine-row' as const },
    ];
    const contract = aContract({ references, maximumQuarantinedShare: 1 });
    const sent = 'a,2013-01-01,1,air\nb,2013-01-01,1,water\nc,2013-01-01,1,\n';
    const checked = await check(sent, contract, { references: { kinds: [kinds] } });
    expect(checked.verdict).toMatchObject({ rows: 2, byRule: { 'reference:kinds:kind': 1 } });
    expect(checked.verdict.sample).toMatchObject([{ row: 2, received: 'water' }]);
    const empty = await check(sent, contract, { references: { kinds: [] } });
    expect(empty.verdict).toMatchObject({ rows: 1, byRule: { 'reference:kinds:kind': 2 } });
    await expect(check(sent, contract)).rejects.toThrow(/files of dataset 'kinds' were not given/);
  });

  it('takes null for what files that are older than a referenced column say of it', async () => {
    const [old, fresh] = ['old', 'fresh'].map((name) => join(directory, `${name}.parquet`)) as [
      string,
      string,
    ];
    await query(`COPY (SELECT 'x' AS id) TO '${old}' (FORMAT parquet)`);
    await query(`COPY (SELECT 'air' AS name, 'y' AS id) TO '${fresh}' (FORMAT parquet)`);
    const references = [
      { columns: ['kind'], dataset: 'kinds', referenced: ['name'], onMissing: 'quarantine-row' as const },
    ];
    const contract = aContract({ references, maximumQuarantinedShare: 1 });
    const sent = 'a,2013-01-01,1,air\nb,2013-01-01,1,water\nc,2013-01-01,1,\n';
    for (const [kinds, missing] of [
      [[old, fresh], 1],
      [[fresh, old], 1],
      [[old], 2],
    ] as const) {
      const { verdict } = await check(sent, contract, { references: { kinds } });
      expect(verdict).toMatchObject({ rows: 3 - missing, byRule: { 'reference:kinds:kind': missing } });
    }
  });

  it('measures nulls, rows and the newest event of the good rows', async () => {
    const contract = withColumn(
      'kind',
      { nullShare: { maximum: 0.1, onBroken: 'warn' } },
      {
        rowCount: { minimum: 100, onBroken: 'warn' },
        freshness: { maximumAge: { hours: 2 }, onStale: 'reject-file' },
      },
    );
    const sent = 'a,2013-01-01T10:00:00Z,1,\nb,2013-01-01T12:00:00Z,99,air\n';
    const fresh = await check(sent, contract, { uploadedAt: new Date('2013-01-01T12:00:00Z') });
    expect(fresh.verdict).toMatchObject({
      status: 'accepted',
      warnings: { 'column:kind:null-share': 1, 'file:row-count': 1 },
    });
    const stale = await check(sent, contract, { uploadedAt: new Date('2013-01-01T12:00:01Z') });
    expect(stale.verdict).toMatchObject({ status: 'rejected', byRule: { 'file:freshness': 1 } });
    // One clock that is wrong does not make the file fresh.
    const future = `${sent}c,2199-01-01T00:00:00Z,1,air\n`;
    const late = await check(future, contract, { uploadedAt: new Date('2013-01-01T12:00:01Z') });
    expect(late.verdict).toMatchObject({ status: 'rejected', byRule: { 'file:freshness': 1 } });
    const early = await check(future, contract, { uploadedAt: new Date('2013-01-01T10:00:00Z') });
    expect(early.verdict).toMatchObject({
      status: 'accepted',
      warnings: { 'file:events-after-upload': 1 },
    });
    expect(early.verdict.sample.map(({ received }) => received)).toContain(
      '1 rows after 2013-01-01T10:00:00.000Z',
    );
  });

  it('judges alone where rows are not to be split', async () => {
    const checked = await check(rows, aContract({ maximumQuarantinedShare: 1 }), { split: false });
    expect(checked).toMatchObject({
      verdict: { status: 'accepted', rows: 1, quarantinedRows: 3 },
      good: null,
      bad: null,
    });
  });
});
