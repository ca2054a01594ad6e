import { expect, it } from 'vitest';
import { plainText } from '../../../core/pager/plain-text.ts';

it.each([
  ['two\nlines', 'two\nlines'],
  ['a\r\nb\u0000c\u001b[31m', 'a\nb c [31m'],
  ['\u202Eevil\u2028', ' evil '],
  ['key AKIAIOSFODNN7EXAMPLE.', 'key [removed].'],
  ['{"password": "hunter2", "a": 1}', '{"[removed]", "a": 1}'],
  ['https://x/?X-Amz-Signature=abc&y=1', 'https://x/?[removed]&y=1'],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', '[removed]'],
  ['the token that the job waits for', 'the token that the job waits for'],
])('%j becomes %j', (text, plain) => {
  expect(plainText(text, 100)).toBe(plain);
});

it('cuts what is too long', () => {
  expect(plainText('x'.repeat(11), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(plainText(`${'x'.repeat(8)}🛫yz`, 10)).toBe(`${'x'.repeat(8)}…`);
});
