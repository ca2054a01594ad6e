import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareRequestRows } from '../../../adapters/duckdb/request-features.ts';
import type { RequestValue } from '../../../core/features/check-request.ts';
import { requestRules } from '../../../core/features/request-rules.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

const columns = [
  { name: 'text', type: 'string' },
  { name: 'whole', type: 'integer' },
  { name: 'real', type: 'double' },
  { name: 'yes', type: 'boolean' },
  { name: 'at', type: 'timestamp' },
] as const;
const feature = (name: string, type: 'number' | 'category', sql: string) => ({
  name,
  type,
  sql,
  description: '',
});
let compute: Awaited<ReturnType<typeof prepareRequestRows>>;

beforeAll(async () => {
  compute = await prepareRequestRows(
    {
      request: { dataset: 'd', columns: columns.map(({ name }) => name), asOf: '"at"', id: 'text' },
      features: [
        {
          kind: 'request',
          features: [
            feature('whole_text', 'category', 'whole::VARCHAR'),
            feature('real_value', 'number', 'real'),
            feature('yes_text', 'category', 'yes'),
          ],
        },
      ],
    },
    columns,
  );
});

const row = fc.tuple(
  fc.oneof(
    fc.option(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      { nil: null },
    ),
    // What parts values and stands for null, as texts of their own.
    fc.constantFrom('', '-', '=', '=-', '\u0001', '-\u0001=', 'é😀', '\ufffd'),
  ),
  fc.option(fc.maxSafeInteger(), { nil: null }),
  fc.oneof(
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }),
    fc.constantFrom(-0, 5e-324),
  ),
  fc.option(fc.boolean(), { nil: null }),
  fc.constantFrom(null, '2013-02-03 04:05:06.789'),
);

describe('prepareRequestRows', () => {
  it('gives every value of every request back as it came, in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const found = await compute(rows as RequestValue[][]);
        expect(found).toEqual(
          rows.map(([text, whole, real, yes, at]) => ({
            id: text,
            hour: at === null ? null : Date.UTC(2013, 1, 3, 4),
            broken: '',
            features: {
              whole_text: whole === null ? null : String(BigInt(whole)),
              real_value: real,
              yes_text: yes === null ? null : String(yes),
            },
          })),
        );
      }),
      { seed: 1404, numRuns: 100 },
    );
  });

  it('keeps executions at once apart, and tells an empty text from null', async () => {
    const ask = (text: string | null) => compute([[text, 1, 1, true, null]]);
    const found = await Promise.all(['a', '', null, 'd'].map(ask));
    expect(found.map(([only]) => only!.id)).toEqual(['a', '', null, 'd']);
  });

  it('refuses a NUL, which would part two requests', async () => {
    await expect(compute([['a\0=b', 1, 1, true, null]])).rejects.toThrow('NUL character');
  });

  it('says of the one request of a batch that a rule cannot be computed of that it breaks the rule', async () => {
    const contract = aContract({
      columns: [aColumn('whole', 'integer'), aColumn('text', 'string'), aColumn('at', 'timestamp')],
      rules: [
        { name: 'square', description: 'not too large', sql: 'whole * whole >= 0' },
        { name: 'number', description: 'text is a number', sql: 'cast(text as integer) > 0' },
      ],
    });
    const names = contract.columns.map(({ name }) => name);
    const judge = await prepareRequestRows(
      {
        request: { dataset: 'readings', columns: names, asOf: '"at"', id: 'text' },
        features: [{ kind: 'request', features: [feature('whole', 'number', 'whole')] }],
      },
      contract.columns,
      requestRules(contract, names),
    );
    const found = await judge([
      [1, '1', null],
      [Number.MAX_SAFE_INTEGER, '1', null],
      [2, 'x', null],
      [null, null, null],
      [3, '0', null],
    ]);
    expect(found.map(({ broken }) => broken)).toEqual(['', 'rule:square', 'rule:number', '', 'rule:number']);
  });
});
