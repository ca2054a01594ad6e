import { boundSql } from '../bound-sql.ts';
import type { ColumnCheck } from '../check-column.ts';
import { isLess } from '../is-less.ts';

/** The number or time is at most the column's inclusive upper bound. */
export const maximum: ColumnCheck = {
  name: 'maximum',
  applies: (column) => column.maximum !== undefined,
  broken: (column, { value }) => `${value} > ${boundSql(column.maximum!)}`,
  isBroken: (column, { value }) => isLess(column.maximum!, value),
  expected: (column) => `at most ${column.maximum}${column.unit === undefined ? '' : ` ${column.unit}`}`,
};
