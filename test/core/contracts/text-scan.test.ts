import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextScan, type TextShape } from '../../../core/contracts/text-scan.ts';

function scan(content: string | Uint8Array, format: 'csv' | 'json-lines' = 'csv', chunk = 7): TextShape {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const scanner = new TextScan(format);
  for (let at = 0; at < bytes.length; at += chunk) scanner.feed(bytes.subarray(at, at + chunk));
  return scanner.end();
}

const shape = (header: readonly string[], rows: number) =>
  expect.objectContaining({ header, rows, firstLine: null });

const issue = (rule: string, row?: number) => ({
  issue: expect.objectContaining(row === undefined ? { rule } : { rule, row }),
});

describe('TextScan of CSV', () => {
  it('counts rows and fields, whatever is within quotes', () => {
    expect(scan('a,"b ""q"", x"\r\n1,"2\n3"\r\n4,5\r\n\r\n')).toEqual(shape(['a', 'b "q", x'], 2));
  });

  it.each([
    ['a,b\n1,"2, 3"\n', false],
    ['a,b\n1,"2\n3"\n', true],
    ['a,b\n1,"2\r3"\n', true],
    ['a,"b\n"\n1,2\n', true],
  ])('%j has line ends within quotes: %s', (text, hasLinesInQuotes) => {
    expect(scan(text)).toMatchObject({ hasLinesInQuotes });
  });

  it('needs no line end after the last row, and skips a byte order mark', () => {
    expect(scan('\ufeffa,b\n1,2')).toEqual(shape(['a', 'b'], 1));
  });

  it.each([
    ['a NUL byte', 'a,b\n1,2\n3,\0\n', 'file:nul-byte', 2],
    ['a field too many', 'a,b\n1,2\n1,2,3\n', 'file:fields', 2],
    ['a field too few', 'a,b\n1\n', 'file:fields', 1],
    ['an unclosed quote', 'a,b\n1,"2\n3,4\n', 'file:quote', 1],
    ['a quote within a plain field', 'a,b\n5" pipe,2\n', 'file:quote', 1],
    ['text after a closing quote', 'a,b\n"1"x,2\n', 'file:quote', 1],
    ['LF after CRLF', 'a,b\r\n1,2\n', 'file:line-end', 1],
    ['CRLF after LF', 'a,b\n1,2\n3,4\r\n', 'file:line-end', 2],
    ['a lone CR', 'a,b\n1\r,2\n', 'file:line-end', 1],
    ['a blank line between rows', 'a,b\n1,2\n\n3,4\n', 'file:blank-line', 2],
  ])('names the row of %s', (_what, text, rule, row) => {
    expect(scan(text)).toMatchObject(issue(rule, row));
  });

  it('names the row whose bytes are not UTF-8', () => {
    const latin = Buffer.concat([
      Buffer.from('a,b\n1,2\n3,caf'),
      Buffer.from([0xe9]),
      Buffer.from('\n5,6\n'),
    ]);
    expect(scan(latin, 'csv', 1_000)).toMatchObject(issue('file:encoding', 2));
    expect(scan(Buffer.from([0x61, 0x0a, 0xc3]))).toMatchObject(issue('file:encoding'));
  });

  it('stops at a line of more than a mebibyte, in whatever column, without keeping it', () => {
    const scanner = new TextScan('csv');
    const chunk = Buffer.alloc(256 * 1024, 'x');
    expect(scanner.feed(Buffer.from('a,b\n1,"'))).toBe(true);
    let fed = 0;
    while (scanner.feed(chunk)) fed += chunk.length;
    expect(fed).toBeLessThanOrEqual(1024 * 1024);
    expect(scanner.end()).toMatchObject(issue('file:long-line', 1));
  });

  it('stops at 100,000 columns', () => {
    const header = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',');
    expect(scan(`${header}\n`, 'csv', 65_536)).toMatchObject(issue('file:columns'));
  });

  it('finds the same shape however the file is cut into chunks', () => {
    const cell = fc.string().map((text) => `"${text.replaceAll('\0', '').replaceAll('"', '""')}"`);
    const table = fc.array(fc.tuple(cell, cell), { maxLength: 20 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (rows, chunk) => {
        const text = ['x,y', ...rows.map((row) => row.join(','))].join('\n');
        expect(scan(Buffer.from(text), 'csv', chunk)).toEqual(shape(['x', 'y'], rows.length));
      }),
      { seed: 13, numRuns: 200 },
    );
  });
});

describe('TextScan of JSON lines', () => {
  it('counts lines, not blank ones at the end', () => {
    expect(scan('{"a":1}\r\n{"a":2}\n\n', 'json-lines')).toEqual(shape([], 2));
  });

  it('does not mind quotes', () => {
    expect(scan('{"a":"\\""}\n{"a":1}', 'json-lines')).toEqual(shape([], 2));
  });

  it('hands over the first line after a byte order mark', () => {
    expect(scan('\ufeff{"é":1}\r\n{"a":2}\n', 'json-lines')).toMatchObject({ rows: 2, firstLine: '{"é":1}' });
  });

  it('refuses NUL bytes and blank lines between', () => {
    expect(scan('{"a":1}\n\0', 'json-lines')).toMatchObject(issue('file:nul-byte', 2));
    expect(scan('{"a":1}\n\n{"a":1}\n', 'json-lines')).toMatchObject(issue('file:blank-line', 2));
  });
});
