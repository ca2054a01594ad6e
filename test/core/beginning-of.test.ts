import { expect, it } from 'vitest';
import { beginningOf } from '../../core/beginning-of.ts';

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['a🛫b', 2, 'a'],
  ['a🛫b', 3, 'a🛫'],
  ['', 3, ''],
])('of %s, the first %d units are %s: no character is cut in half', (text, length, beginning) => {
  expect(beginningOf(text, length)).toBe(beginning);
});
