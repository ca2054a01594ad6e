import type { ColumnType } from '../contracts/contract.ts';

/** A column's type as the Glue catalog, which speaks Hive, names it. */
export const hiveType: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  integer: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
};
