import type { ColumnType } from './contract.ts';

/** Each type in words, with what it does not take: what an issue of the check `type` expects. */
export const typeWords: Readonly<Record<ColumnType, string>> = {
  string: 'text without NUL characters',
  integer: 'a whole number from -9007199254740991 to 9007199254740991 (beyond, a double would round it)',
  double:
    'a finite decimal number (no NaN, no infinity, nothing that under- or overflows a double, no whole number beyond 9007199254740991, which a double would round)',
  boolean: 'true or false',
  timestamp:
    'an ISO 8601 time, in UTC or with its offset (at most 14 hours), to the microsecond, from 1900-01-01 until 2199-12-31 (other years stand for "unknown": send no value)',
};
