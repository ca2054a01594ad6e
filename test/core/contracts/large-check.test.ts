import { describe, expect, it } from 'vitest';
import {
  AnswerUnusable,
  type LargeCheckAnswer,
  parseLargeCheckAnswer,
} from '../../../core/contracts/large-check.ts';

const answer: LargeCheckAnswer = {
  fileBytes: 10,
  verdict: {
    status: 'accepted',
    rows: 2,
    quarantinedRows: 1,
    byRule: { 'key:unique': 1 },
    sample: [{ rule: 'key:unique', row: 3, expected: 'once', received: 'twice' }],
  },
  good: {
    bytes: 5,
    rows: 2,
    digest: 'a'.repeat(64),
    from: '2013-01-01T00:00:00.000Z',
    to: '2013-01-31T00:00:00.000Z',
  },
  hasBad: true,
};
const refused = {
  status: 'rejected',
  reason: 'It says so.',
  byRule: { 'file:format': 1 },
  sample: [],
} as const;

describe('parseLargeCheckAnswer', () => {
  it.each([
    ['an accepted file', answer],
    ['a refused file', { ...answer, verdict: refused, good: null, hasBad: false }],
  ])('reads the answer on %s', (_what, said) => {
    expect(parseLargeCheckAnswer(JSON.stringify(said))).toEqual(said);
  });

  it.each([
    ['no JSON', '{'],
    ['no answer', 'null'],
    ['rows that were accepted and are not there', JSON.stringify({ ...answer, good: null })],
    ['rows of a file that was refused', JSON.stringify({ ...answer, verdict: refused })],
    [
      'a digest that is a path',
      JSON.stringify({ ...answer, good: { ...answer.good, digest: '../../datasets/readings/x' } }),
    ],
    ['a count below zero', JSON.stringify({ ...answer, fileBytes: -1 })],
    ['a time that is none', JSON.stringify({ ...answer, good: { ...answer.good, from: 'yesterday' } })],
  ])('refuses %s', (_what, text) => {
    expect(() => parseLargeCheckAnswer(text)).toThrow(AnswerUnusable);
  });
});
