import { boundSql } from '../bound-sql.ts';
import type { ColumnCheck } from '../check-column.ts';
import { isLess } from '../is-less.ts';

/** The number or time is at least the column's inclusive lower bound. */
export const minimum: ColumnCheck = {
  name: 'minimum',
  applies: (column) => column.minimum !== undefined,
  broken: (column, { value }) => `${value} < ${boundSql(column.minimum!)}`,
  isBroken: (column, { value }) => isLess(value, column.minimum!),
  expected: (column) => `at least ${column.minimum}${column.unit === undefined ? '' : ` ${column.unit}`}`,
};
