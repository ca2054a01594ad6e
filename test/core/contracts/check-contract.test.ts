import { describe, expect, it } from 'vitest';
import { checkContract } from '../../../core/contracts/check-contract.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import { aColumn, aContract } from './a-contract.ts';

const { columns } = aContract();
const withColumn = (...args: Parameters<typeof aColumn>): Partial<Contract> => ({
  columns: [...columns, aColumn(...args)],
});

describe('checkContract', () => {
  it('finds nothing wrong with a sound contract', () => expect(checkContract(aContract())).toEqual([]));

  it('finds nothing wrong with a contract that uses all of the language', () => {
    const contract = aContract({
      mode: 'replace',
      columns: [
        ...columns,
        aColumn('label', 'string', {
          minimumLength: 1,
          maximumLength: 8,
          optional: true,
          onInvalid: { default: null },
        }),
        aColumn('level', 'integer', {
          nullable: false,
          minimum: 0,
          maximum: 9,
          on: { minimum: 'clip', maximum: 'warn', 'not-null': { default: 0 }, type: 'reject-file' },
          atInference: { onNull: { default: 5 }, onInvalid: 'clip' },
        }),
        aColumn('stage', 'integer', {
          minimum: 1,
          oneOf: [1, 2, -3],
          on: { minimum: 'clip', 'one-of': { default: 2 } },
          atInference: { onUnknownCategory: { default: 2 }, onInvalid: 'clip' },
        }),
        aColumn('seen', 'timestamp', {
          minimum: '2013-01-01',
          maximum: '2013-12-31T23:59:59.999999-14:00',
          on: { minimum: 'clip', maximum: 'clip', type: { default: '2013-01-01' } },
          atInference: { onInvalid: 'clip' },
        }),
        aColumn('state', 'string', {
          oneOf: ['on', 'off', 'other'],
          nullShare: { maximum: 0.5, onBroken: 'reject-file' },
          on: { 'one-of': { default: 'other' } },
          atInference: { onUnknownCategory: { default: 'other' } },
        }),
      ],
      uniques: [{ columns: ['label'], onRepeated: 'warn' }],
      references: [
        { columns: ['sensor'], dataset: 'sensors', referenced: ['id'], onMissing: 'quarantine-row' },
      ],
      rowCount: { minimum: 1, maximum: 1_000_000, onBroken: 'reject-file' },
      freshness: { maximumAge: { days: 2 }, onStale: 'warn' },
    });
    expect(checkContract(contract)).toEqual([]);
  });

  it('allows a column of any printable name', () => {
    expect(checkContract(aContract(withColumn(`"; ATTACH '/etc/passwd' AS x; --`, 'string')))).toEqual([]);
  });

  it.each<[string, Partial<Contract>, RegExp]>([
    ['a dataset that could leave its folder', { dataset: '../x' }, /^dataset: /],
    ['a version that is not semantic', { version: '1.0' }, /^version: /],
    ['an owner that is not a team name', { owner: '' }, /^owner: /],
    ['no columns', { columns: [] }, /^columns: there is none/],
    [
      'two columns that differ in case alone',
      withColumn('Value', 'double'),
      /^columns: 'Value' is there twice/,
    ],
    ["Ballast's own names", withColumn('ballast_row', 'integer'), /Ballast's own/],
    ["the engine's number of a row", withColumn('File_Row_Number', 'integer'), /engine numbers rows/],
    ['a control character', withColumn('a\nb', 'integer'), /control character/],
    [
      'bounds on text',
      withColumn('x', 'string', { minimum: 1 }),
      /^columns\.x\.minimum: only numbers and timestamps have bounds, this is a string/,
    ],
    ['a bound that is no number', withColumn('x', 'double', { minimum: Number.NaN }), /not a finite number/],
    ['bounds in the wrong order', withColumn('x', 'double', { minimum: 2, maximum: 1 }), /above maximum/],
    [
      "a timestamp's bound that is no time",
      withColumn('x', 'timestamp', { minimum: '2013-02-30' }),
      /^columns\.x\.minimum: "2013-02-30" is not a time as ISO 8601 text/,
    ],
    [
      'a number as the bound of a timestamp',
      withColumn('x', 'timestamp', { maximum: 1357000000 }),
      /^columns\.x\.maximum: 1357000000 is not a time as ISO 8601 text/,
    ],
    [
      'a text as the bound of a number',
      withColumn('x', 'double', { maximum: '2013-01-01' }),
      /^columns\.x\.maximum: "2013-01-01" is not a finite number/,
    ],
    [
      'times as bounds in the wrong order, by their offsets',
      withColumn('x', 'timestamp', { minimum: '2013-01-01T01:00Z', maximum: '2013-01-01T02:00+02:00' }),
      /^columns\.x: minimum 2013-01-01T01:00Z is above maximum 2013-01-01T02:00\+02:00/,
    ],
    ['an empty list of values', withColumn('x', 'string', { oneOf: [] }), /no value could pass/],
    [
      'a listed value that no file can have',
      withColumn('x', 'string', { oneOf: ['a', 'b\0'] }),
      /^columns\.x\.oneOf: "b\\u0000" is no text/,
    ],
    ['a listed number', withColumn('x', 'string', { oneOf: [5] }), /oneOf: 5 is no text/],
    [
      'a value that is listed twice',
      withColumn('x', 'string', { oneOf: ['a', 'a'] }),
      /oneOf: "a" is there twice/,
    ],
    [
      'a whole number that is listed twice',
      withColumn('x', 'integer', { oneOf: [1, 2, 1] }),
      /oneOf: 1 is there twice/,
    ],
    ['a listed fraction', withColumn('x', 'integer', { oneOf: [1.5] }), /oneOf: 1\.5 is no whole number/],
    [
      'a listed number that a double does not hold',
      withColumn('x', 'integer', { oneOf: [2 ** 53] }),
      /oneOf: 9007199254740992 is no whole number/,
    ],
    [
      'a text in a list of whole numbers',
      withColumn('x', 'integer', { oneOf: ['1'] }),
      /oneOf: "1" is no whole number/,
    ],
    [
      'a list of fractions',
      withColumn('x', 'double', { oneOf: [1] }),
      /oneOf: lists text or integers, this is a double/,
    ],
    [
      'a misspelt promise',
      withColumn('x', 'integer', { maximun: 5 } as object),
      /^columns\.x\.maximun: there is no such member, only .*maximum/,
    ],
    ['a misspelt member', { rowCounts: {} } as object, /^rowCounts: there is no such member/],
    [
      'a misspelt member of a rule',
      { rules: [{ name: 'x', description: 'x', sql: 'value > 0', onBreak: 'warn' }] } as object,
      /^rules\.x\.onBreak: there is no such member, only name, description, sql, onBroken/,
    ],
    [
      'what happens to additional columns',
      { onAdditionalColumns: 'ignore' } as object,
      /^onAdditionalColumns: 'ignore' is none of reject-file, drop-column/,
    ],
    [
      'two rules of one name',
      {
        columns: [...columns, aColumn('a', 'string'), aColumn('b', 'string'), aColumn('a+b', 'string')],
        uniques: [
          { columns: ['a', 'b'], onRepeated: 'warn' },
          { columns: ['a+b'], onRepeated: 'quarantine-row' },
        ],
      },
      /^two rules are called 'unique:a\+b'/,
    ],
    [
      'a catastrophic pattern',
      withColumn('x', 'string', { pattern: '(a+)+' }),
      /^columns\.x\.pattern: .*exponential/,
    ],
    ['a pattern on a number', withColumn('x', 'integer', { pattern: '1' }), /matches text/],
    ['no key', { key: [] }, /^key: /],
    ['a key that may be null', { key: ['value'] }, /^key: 'value' may be null/],
    ['a key that is no column', { key: ['nothing'] }, /^key: 'nothing' is not a column/],
    ['an event time that is no time', { eventTime: 'sensor' }, /^eventTime: /],
    [
      'a rule with a statement in it',
      { rules: [{ name: 'x', description: 'x', sql: 'value > 0; DROP TABLE x' }] },
      /^rules\.x\.sql: /,
    ],
    ['a share above one', { maximumQuarantinedShare: 2 }, /^maximumQuarantinedShare: /],
    ['a length of a number', withColumn('x', 'integer', { minimumLength: 1 }), /lengths are of text/],
    [
      'lengths in the wrong order',
      withColumn('x', 'string', { minimumLength: 3, maximumLength: 2 }),
      /^columns\.x length: minimum 3/,
    ],
    ['half a character', withColumn('x', 'string', { maximumLength: 1.5 }), /not a whole number/],
    [
      'an optional column that may not be null',
      withColumn('x', 'string', { nullable: false, optional: true }),
      /^columns\.x\.optional/,
    ],
    [
      'a share of nulls above one',
      withColumn('x', 'string', { nullShare: { maximum: 2, onBroken: 'warn' } }),
      /^columns\.x\.nullShare\.maximum: 2/,
    ],
    [
      'a share of nulls without a bound',
      withColumn('x', 'string', { nullShare: { onBroken: 'warn' } }),
      /neither minimum nor maximum/,
    ],
    [
      'a share of nulls where there is none',
      withColumn('x', 'string', { nullable: false, nullShare: { maximum: 0.1, onBroken: 'warn' } }),
      /never be null/,
    ],
    [
      'an action that there is not',
      withColumn('x', 'string', { onInvalid: 'ignore' as 'warn' }),
      /^columns\.x\.onInvalid: .*"ignore" is none/,
    ],
    [
      'an action for a promise not made',
      withColumn('x', 'string', { on: { maximum: 'warn' } }),
      /^columns\.x\.on\.maximum: .*no such promise/,
    ],
    [
      'a check that there is not',
      withColumn('x', 'string', { on: { colour: 'warn' } as object }),
      /'colour' is no check/,
    ],
    [
      'a warning for what has no value',
      withColumn('x', 'integer', { onInvalid: 'warn' }),
      /^columns\.x\.onInvalid: for type: .*warning/,
    ],
    [
      'a clipped type',
      withColumn('x', 'integer', { maximum: 3, onInvalid: 'clip' }),
      /for type: only minimum and maximum/,
    ],
    [
      'an integer clipped to a half',
      withColumn('x', 'integer', { maximum: 3.5, on: { maximum: 'clip' } }),
      /^columns\.x\.on\.maximum: .*cannot clip: 3\.5 is not of type integer/,
    ],
    [
      'a time clipped to what is none',
      withColumn('x', 'timestamp', { minimum: 'soon', on: { minimum: 'clip' } }),
      /^columns\.x\.on\.minimum: .*cannot clip: "soon" is not of type timestamp/,
    ],
    [
      'a clip to a number that is not listed',
      withColumn('x', 'integer', { minimum: 0, oneOf: [1, 2], on: { minimum: 'clip' } }),
      /^columns\.x\.on\.minimum: .*cannot clip: 0 breaks one-of: expected one of 1, 2/,
    ],
    [
      'a default before the bound that a time has',
      withColumn('x', 'timestamp', {
        minimum: '2013-01-01T00:00:00Z',
        on: { type: { default: '2013-01-01T00:00:00+01:00' } },
      }),
      /default "2013-01-01T00:00:00\+01:00" breaks minimum: expected at least 2013-01-01T00:00:00Z/,
    ],
    [
      'a default of another type',
      withColumn('x', 'integer', { on: { type: { default: '3' } } }),
      /default "3" is not of type integer/,
    ],
    [
      'a default that breaks a promise',
      withColumn('x', 'string', { oneOf: ['a'], on: { 'one-of': { default: 'b' } } }),
      /default "b" breaks one-of: expected one of a/,
    ],
    [
      'a null default where null is none',
      withColumn('x', 'string', { nullable: false, on: { 'not-null': { default: null } } }),
      /default is null/,
    ],
    [
      'a time that is none',
      withColumn('x', 'timestamp', { on: { type: { default: '2013-02-30' } } }),
      /not of type timestamp/,
    ],
    [
      'a repaired key',
      {
        columns: columns.map((column) =>
          column.name === 'sensor' ? { ...column, on: { 'not-null': { default: 'x' } } } : column,
        ),
      },
      /another row/,
    ],
    [
      'an inference action for null where null is good',
      withColumn('x', 'string', { atInference: { onNull: { default: 'a' } } }),
      /onNull: the column is nullable/,
    ],
    [
      'unknown categories where none is known',
      withColumn('x', 'string', { atInference: { onUnknownCategory: 'null' } }),
      /lists no categories/,
    ],
    [
      'a clip without a bound at inference',
      withColumn('x', 'integer', { atInference: { onInvalid: 'clip' } }),
      /no bound to clip to/,
    ],
    [
      'a default at inference that breaks a promise',
      withColumn('x', 'integer', { maximum: 3, atInference: { onInvalid: { default: 4 } } }),
      /atInference\.onInvalid: default 4 breaks maximum/,
    ],
    [
      'a unique over no column',
      { uniques: [{ columns: ['x'], onRepeated: 'warn' }] },
      /^uniques\.0: 'x' is not a column/,
    ],
    [
      'the key as a unique',
      { uniques: [{ columns: ['at', 'sensor'], onRepeated: 'warn' }] },
      /unique already/,
    ],
    [
      'a unique with a repair',
      { uniques: [{ columns: ['kind'], onRepeated: 'clip' as 'warn' }] },
      /^uniques\.0\.onRepeated/,
    ],
    [
      'a reference with too few columns',
      { references: [{ columns: ['kind'], dataset: 'kinds', referenced: [], onMissing: 'warn' }] },
      /^references\.kinds: 1 columns refer to 0/,
    ],
    [
      'a reference to itself',
      { references: [{ columns: ['kind'], dataset: 'readings', referenced: ['kind'], onMissing: 'warn' }] },
      /cannot refer to itself/,
    ],
    ['a row count below nothing', { rowCount: { minimum: -1, onBroken: 'warn' } }, /^rowCount\.minimum: -1/],
    [
      'a row count that quarantines',
      { rowCount: { minimum: 1, onBroken: 'quarantine-row' as 'warn' } },
      /^rowCount\.onBroken/,
    ],
    ['a freshness of no time', { freshness: { maximumAge: {}, onStale: 'warn' } }, /^freshness\.maximumAge/],
    ['a mode that there is not', { mode: 'merge' as 'append' }, /^mode: 'merge'/],
    [
      "a rule's action that there is not",
      { rules: [{ name: 'x', description: 'x', sql: 'value > 0', onBroken: 'clip' as 'warn' }] },
      /^rules\.x\.onBroken/,
    ],
    ['a share that is no number', { maximumQuarantinedShare: Number.NaN }, /^maximumQuarantinedShare: /],
  ])('names the field of %s', (_what, promise, problem) => {
    const problems = checkContract(aContract(promise));
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });
});
