import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../core/contracts/match-pattern.ts';
import { patternProblem } from '../../../core/contracts/pattern-problem.ts';
import { quoteLiteral } from '../../../core/sql.ts';

let database: DuckDBInstance;

beforeAll(async () => {
  database = await DuckDBInstance.create();
});
afterAll(() => database.closeSync());

/** What RE2 itself, in the engine that checks uploads, says about each text. */
async function re2(pattern: string, texts: readonly string[]): Promise<boolean[]> {
  const connection = await database.connect();
  try {
    const matches = texts.map((text) => `regexp_full_match(${quoteLiteral(text)}, ${quoteLiteral(pattern)})`);
    const reader = await connection.runAndReadAll(`SELECT ${matches.join(', ')}`);
    return reader.getRows()[0] as boolean[];
  } finally {
    connection.closeSync();
  }
}

const texts = [
  '',
  'a',
  'ab',
  'B',
  'aab',
  'é',
  '🦆',
  ' ',
  '\n',
  '\r',
  '\v',
  '\u00a0',
  '\u2028',
  '_',
  '7',
  '-',
  'a\n',
];
const character = fc.constantFrom('a', 'b', 'B', '7', '_', '-', ' ', 'é', '🦆', '\n', '\r', '\t', '\u2028');
const atom = fc.constantFrom(
  'a',
  'b',
  'é',
  '🦆',
  '.',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '[a-c]',
  '[^a-c]',
  '[\\s_-]',
  '[^\\w]',
  '[🦆é]',
  '\\.',
  '\\-',
);
const piece: fc.Arbitrary<string> = fc.letrec<{ piece: string; atom: string }>((tie) => ({
  atom,
  piece: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.tuple(tie('piece'), tie('piece')).map(([one, other]) => one + other),
    fc.tuple(tie('piece'), tie('piece')).map(([one, other]) => `(${one}|${other})`),
    fc
      .tuple(tie('piece'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
      .map(([item, count]) => `(?:${item})${count}`),
  ),
})).piece;

describe('matchesPattern', () => {
  it.each([
    '[A-Z]{3}',
    '[a-z]+',
    '.',
    '..',
    '.*',
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '[^a]',
    '^a|b$',
    'a?',
    '(a|)b',
    '\\$',
    '[-a]',
    '[a-]',
    '[]'.slice(2),
  ])('says what RE2 says about %s', async (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
    expect(texts.map((text) => matchesPattern(pattern, text))).toEqual(await re2(pattern, texts));
  });

  it('says what RE2 says about any pattern that a contract may have', async () => {
    await fc.assert(
      fc.asyncProperty(
        piece,
        fc.array(fc.string({ unit: character, maxLength: 6 }), { minLength: 8, maxLength: 20 }),
        async (pattern, some) => {
          fc.pre(patternProblem(pattern) === null);
          expect(some.map((text) => matchesPattern(pattern, text))).toEqual(await re2(pattern, some));
        },
      ),
      { seed: 20130101, numRuns: 300 },
    );
  });

  it('takes time linear in the text where backtracking would take for ever', () => {
    const pattern = `${'a*'.repeat(40)}b`;
    expect(patternProblem(pattern)).toBeNull();
    expect(matchesPattern(pattern, 'a'.repeat(1_024))).toBe(false);
  });

  it('allows no pattern that RE2 cannot compile', async () => {
    for (const pattern of ['[^a]{1000}', '(?:[^a][^b][^c][^d]){1000}', '(?:\\W\\S){500}', '.{1000}']) {
      expect(patternProblem(pattern)).toBeNull();
      expect(await re2(pattern, ['x'])).toEqual([false]);
    }
  });
});
