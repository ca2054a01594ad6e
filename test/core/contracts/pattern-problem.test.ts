import { describe, expect, it } from 'vitest';
import { patternProblem } from '../../../core/contracts/pattern-problem.ts';

describe('patternProblem', () => {
  it.each([
    '[A-Z]{3}',
    '[A-Z0-9]{1,8}',
    '(abc)+',
    '(a|b)?c',
    '\\d{4}-\\d{2}',
    '[(+)*]+',
    'a\\(b+\\)+',
    '(?i)x'.slice(4),
  ])('finds nothing wrong with %s', (pattern) => expect(patternProblem(pattern)).toBeNull());

  it.each([
    ['(a+)+', /exponential/],
    ['(a*)*', /exponential/],
    ['(a|aa)+', /exponential/],
    ['((a)+b)*', /exponential/],
    ['(x{2,})+', /exponential/],
    ['(a', /not a regular expression/],
    ['[', /not a regular expression/],
    ['a(?=b)', /look-around/],
    ['(?<!a)b', /look-around/],
    ['(a)\\1', /refers back/],
    ['a{5000}', /more than 1000/],
    ['(a{100}){100}', /more than 1000/],
    ['(?:abcdefghij){1000}', /longer than 4000/],
    ['x'.repeat(501), /longer than 500/],
    ['(?i)a', /only \(…\) and/],
    ['(?P<name>a)', /only \(…\) and/],
    ['\\p{L}', /\\p.*not alike/],
    ['\\bword', /\\b.*not alike/],
    ['\\x41', /\\x.*not alike/],
    ['a$b', /has '\$' within/],
    ['[[:alpha:]]', /'\[' within a class/],
    ['[]', /nothing in it/],
    ['[z-a]', /ends before it begins/],
    ['[a-\\d]', /end of a range/],
    ['a**', /repeats a repeat/],
    ['*a', /nothing is before/],
    ['a{,3}', /no repeat/],
    ['a{3,2}', /ends before it begins/],
    ['a)', /too many/],
    ['a\\', /ends with a backslash/],
  ])('refuses %s', (pattern, problem) => expect(patternProblem(pattern)).toMatch(problem));
});
