import { describe, expect, it } from 'vitest';
import { rowRuleProblem } from '../../../core/contracts/row-rule-problem.ts';

const columns = ['a', 'b', 'hour', 'odd"name; drop'];

describe('rowRuleProblem', () => {
  it.each([
    'a < b',
    'A IS NULL OR b BETWEEN 1 AND 1e3',
    "CASE WHEN a > 0 THEN b IN ('x', 'it''s') ELSE true END",
    'hour * 100 + a = b',
    "date_diff('minute', a, b) <= 60",
    'a::DOUBLE / 2 <> b',
    '"odd""name; drop" IS NOT NULL',
    "b <> '; DROP TABLE x --'",
  ])('finds nothing wrong with %s', (sql) => expect(rowRuleProblem(sql, columns)).toBeNull());

  it.each([
    ['', /empty/],
    ['a < b; DROP TABLE x', /';'/],
    ['a IN (SELECT 1)', /calls 'IN'|names 'SELECT'/],
    ['(SELECT count(*) FROM t) > 1', /names 'SELECT'/],
    ["a = getenv('HOME')", /calls 'getenv'/],
    ["read_text('/etc/passwd') IS NOT NULL", /calls 'read_text'/],
    ['"read_text"(\'/etc/passwd\') = a', /calls '"read_text"'/],
    ['random() < a', /calls 'random'/],
    ['c > 1', /names 'c'/],
    ['a < b -- always', /comment/],
    ['a < b /* x */', /comment/],
    ['(a < b', /lacks a '\)'/],
    ['a < b)', /too many/],
    ['1 = 1', /no column/],
    ['a = $1', /'\$'/],
    ["a = 'open", /"'"|'''/],
    ['row_number() OVER () = a', /calls 'row_number'/],
    ['main.b = a', /names 'main'/],
    ['b = a.b', /'\.'/],
    ['"a"(b)', /calls '"a"'/],
  ])('refuses %s', (sql, problem) => expect(rowRuleProblem(sql, columns)).toMatch(problem));
});
