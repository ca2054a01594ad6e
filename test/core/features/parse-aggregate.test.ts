import { expect, it } from 'vitest';
import { parseAggregate } from '../../../core/features/parse-aggregate.ts';

it.each([
  ['avg(arr_delay)', { kind: 'avg', argument: 'arr_delay' }],
  [' SUM ( greatest(0, a) ) ', { kind: 'sum', argument: 'greatest(0, a)' }],
  ['count(*)', { kind: 'count', argument: '*' }],
  ["count(nullif(a, ')'))", { kind: 'count', argument: "nullif(a, ')')" }],
])('%s adds up', (sql, expected) => {
  expect(parseAggregate(sql)).toEqual(expected);
});

it.each(['median(a)', 'sum(a) + sum(b)', 'avg(*)', 'count(DISTINCT a)', 'sum()', 'arr_delay', 'sum((a)'])(
  '%s is refused',
  (sql) => {
    expect(parseAggregate(sql)).toBeNull();
  },
);
