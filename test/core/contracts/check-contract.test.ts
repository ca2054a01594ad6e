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
    ['a control character', withColumn('a\nb', 'integer'), /control character/],
    ['bounds on text', withColumn('x', 'string', { minimum: 1 }), /^columns\.x\.minimum: only numbers/],
    ['a bound that is no number', withColumn('x', 'double', { minimum: Number.NaN }), /not a finite number/],
    ['bounds in the wrong order', withColumn('x', 'double', { minimum: 2, maximum: 1 }), /above maximum/],
    ['an empty list of values', withColumn('x', 'string', { oneOf: [] }), /no value could pass/],
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
    ['a share that is no number', { maximumQuarantinedShare: Number.NaN }, /^maximumQuarantinedShare: /],
  ])('names the field of %s', (_what, promise, problem) => {
    const problems = checkContract(aContract(promise));
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });
});
