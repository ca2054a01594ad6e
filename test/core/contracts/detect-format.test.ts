import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../core/contracts/detect-format.ts';

function detect(content: string | readonly number[]) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  return detectFormat(bytes.subarray(0, 16), bytes.subarray(-8), bytes.length);
}

describe('detectFormat', () => {
  it.each([
    ['csv', 'a,b\n1,2\n'],
    ['csv', '\ufeffa,b\n'],
    ['json-lines', '{"a":1}\n'],
    ['json-lines', '\ufeff {"a":1}\n'],
    ['parquet', 'PAR1xxxxxxxxPAR1'],
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['csv', 'PARENT_ID,b\n1,2\n'],
    ['csv', 'ORCID,b\n1,2\n'],
    ['csv', 'ARROW1,b\n1,2\n'],
    ['csv', 'BZh1,b\n1,2\n'],
  ])('%s', (format, content) => expect(detect(content)).toEqual({ format }));

  it.each([
    ['', /0 bytes/],
    [[0xef, 0xbb, 0xbf], /byte order mark/],
    ['PAR1xxxxxxxxxxxx', /cut off/],
    ['PAR1', /cut off/],
    ['[{"a":1}]', /JSON array/],
    ['<html>', /HTML/],
    ['%PDF-1.7', /PDF/],
    [[0x50, 0x4b, 3, 4], /Excel/],
    [[0xff, 0xfe, 0x61, 0], /UTF-16/],
    [[0x28, 0xb5, 0x2f, 0xfd], /zstandard/],
    ['PARExxxxxxxxPARE', /encrypted Parquet/],
    ['ORC\n\x01xxxxORC\x17', /ORC/],
    ['ARROW1\0\0\xff\xff\xff\xff', /Arrow/],
    ['BZh91AY&SY', /bzip2/],
    [[0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90], /bzip2/],
  ])('refuses %j', (content, received) => {
    expect(detect(content)).toMatchObject({ format: null, received: expect.stringMatching(received) });
  });
});
