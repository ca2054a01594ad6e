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
    ['x'.repeat(501), /longer than 500/],
  ])('refuses %s', (pattern, problem) => expect(patternProblem(pattern)).toMatch(problem));
});
