import { expect, it } from 'vitest';
import { styleFor } from '../../cli/style.ts';

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('on a terminal: %j, with %j: colours %j', (isTTY, environment, coloured) => {
  expect(styleFor({ isTTY }, environment)('bad', 'x') !== 'x').toBe(coloured);
});
