import { expect, it } from 'vitest';
import { logTail } from '../../../core/training/log-tail.ts';

it("begins with the user's own traceback, and leaves out what came before it", () => {
  const lines = [
    'reading 80000 rows',
    'Traceback (most recent call last):',
    '  File "/opt/ml/code/train.py", line 12, in <module>',
    '    frame["carier"]',
    "KeyError: 'carier'",
    '',
    'Reporting training FAILURE',
  ];
  expect(logTail(lines, 30)).toEqual([...lines.slice(1, 5), lines[6]]);
});

it('keeps the end of a long traceback, where the error is', () => {
  const lines = [
    'Traceback (most recent call last):',
    ...Array.from({ length: 50 }, (_, i) => `  frame ${i}`),
    'E',
  ];
  expect(logTail(lines, 3)).toEqual(['  frame 48', '  frame 49', 'E']);
});

it('is the last of two tracebacks', () => {
  const one = ['Traceback (most recent call last):', 'A'];
  expect(logTail([...one, 'Traceback (most recent call last):', 'B'], 30)).toEqual([one[0], 'B']);
});

it('is the last lines where there is no traceback, none where there is no log, and cuts long ones', () => {
  expect(logTail(['a', ' ', 'b', 'c'], 2)).toEqual(['b', 'c']);
  expect(logTail([], 2)).toEqual([]);
  expect(logTail(['x'.repeat(1_000)], 2)[0]).toHaveLength(400);
});
