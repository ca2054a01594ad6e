import { describe, expect, it } from 'vitest';
import { isEngineFault } from '../../../adapters/duckdb/engine-fault.ts';

describe('isEngineFault', () => {
  it.each([
    ['Permission Error: Cannot access file "x"', 'csv', true],
    ['IO Error: Could not write all bytes to file "x": wanted=8 wrote=0', 'csv', true],
    ['IO Error: Could not fsync file "x": No space left on device', 'parquet', true],
    ['Out of Memory Error: failed to pin block of size 256.0 KiB (1023.9 MiB/1.0 GiB used)', 'parquet', true],
    [
      'Out of Memory Error: failed to allocate data of size 3.9 GiB (12.0 MiB/1.0 GiB used)',
      'parquet',
      false,
    ],
    ['Out of Memory Error: failed to allocate data of size 3.9 GiB (12.0 MiB/1.0 GiB used)', 'csv', true],
    ['Invalid Input Error: Snappy decompression failure', 'parquet', false],
  ] as const)('%s, of %s: %s', (message, format, isOurs) => {
    expect(isEngineFault(new Error(message), format)).toBe(isOurs);
  });
});
