import { expect, it } from 'vitest';
import { printable } from '../../cli/printable.ts';

it.each([
  ['plain text, naïve café, 東京', 'plain text, naïve café, 東京'],
  ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['a\rb\u0007', 'a\\u000db\\u0007'],
  ['a\tb', 'a  b'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['\u009b2J', '\\u009b2J'],
])('shows %j as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
