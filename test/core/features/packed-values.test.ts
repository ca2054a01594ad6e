import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packValues, valueAt } from '../../../core/features/packed-values.ts';

describe('packValues', () => {
  it('writes doubles as IEEE 754 does, the least significant byte first', () => {
    // IEEE 754-2019, binary64: 1.5 is 3FF8000000000000, -2 is C000000000000000.
    expect([...(packValues([1.5, -2]) as Uint8Array)]).toEqual([
      ...[0, 0, 0, 0, 0, 0, 0xf8, 0x3f],
      ...[0, 0, 0, 0, 0, 0, 0, 0xc0],
    ]);
  });

  it('writes texts as JSON', () => {
    expect(packValues(['fog', null])).toBe('["fog",null]');
  });
});

describe('valueAt', () => {
  it.each([
    { kind: 'numbers', value: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { kind: 'texts', value: fc.string({ unit: 'binary' }) },
  ])('gives $kind back to the last bit, and null', ({ value }) => {
    fc.assert(
      fc.property(fc.array(fc.option<string | number>(value), { minLength: 1, maxLength: 168 }), (values) => {
        const packed = packValues(values);
        for (const [index, expected] of values.entries()) expect(valueAt(packed, index)).toBe(expected);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it('reads bytes that lie within others', () => {
    const packed = packValues([1, 2]) as Uint8Array;
    const wider = new Uint8Array(packed.length + 3);
    wider.set(packed, 3);
    expect(valueAt(wider.subarray(3), 1)).toBe(2);
  });

  it('refuses to read beyond the last value', () => {
    expect(() => valueAt(packValues([1, null]), 2)).toThrow(RangeError);
    expect(() => valueAt(packValues(['a']), 1)).toThrow('Cannot read value 1 of 1');
  });
});
