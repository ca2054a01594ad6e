import { sqlNumber } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The number is at least the column's inclusive lower bound. */
export const minimum: ColumnCheck = {
  name: 'minimum',
  applies: (column) => column.minimum !== undefined,
  broken: (column, { value }) => `${value} < ${sqlNumber(column.minimum!)}`,
  isBroken: (column, { value }) => typeof value === 'number' && value < column.minimum!,
  expected: (column) => `at least ${column.minimum}${column.unit === undefined ? '' : ` ${column.unit}`}`,
};
