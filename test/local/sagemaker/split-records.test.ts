import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleRecords, splitRecords } from '../../../local/sagemaker/split-records.ts';

const split = (text: string, strategy: 'SingleRecord' | 'MultiRecord', maximumBytes = 100) =>
  [...splitRecords(Buffer.from(text), { splitType: 'Line', strategy, maximumBytes })].map(String);

describe('splitRecords', () => {
  it('sends a line at a time, or as many as fit', () => {
    expect(split('a\nb\nc', 'SingleRecord')).toEqual(['a\n', 'b\n', 'c']);
    expect(split('a\nb\nc\n', 'MultiRecord')).toEqual(['a\nb\nc\n']);
    expect(split('aa\nbb\ncc\n', 'MultiRecord', 6)).toEqual(['aa\nbb\n', 'cc\n']);
  });

  it('makes no request of nothing', () => {
    expect(split('', 'MultiRecord')).toEqual([]);
    expect(split('\n\n', 'MultiRecord')).toEqual([]);
  });

  it('refuses a record that is too large', () => {
    expect(() => split('a\nbbbbbbbbbb\n', 'MultiRecord', 5)).toThrow('a record of 11 bytes');
  });

  it('loses, doubles and cuts no line, and keeps to the limit', () => {
    const line = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 13, max: 60 }),
        (lines, maximumBytes) => {
          const batches = split(`${lines.join('\n')}\n`, 'MultiRecord', maximumBytes);
          expect(batches.join('')).toBe(`${lines.join('\n')}\n`);
          for (const batch of batches) {
            expect(batch.endsWith('\n')).toBe(true);
            expect(batch.length).toBeLessThanOrEqual(maximumBytes);
          }
        },
      ),
    );
  });
});

describe('assembleRecords', () => {
  it('ends each answer with a line break, once', () => {
    const answers = [Buffer.from('a\nb'), Buffer.from('c\n')];
    expect(String(assembleRecords(answers, 'Line'))).toBe('a\nb\nc\n');
    expect(String(assembleRecords(answers, 'None'))).toBe('a\nbc\n');
  });
});
