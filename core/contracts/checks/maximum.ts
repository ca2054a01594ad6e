import { sqlNumber } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The number is at most the column's inclusive upper bound. */
export const maximum: ColumnCheck = {
  name: 'maximum',
  applies: (column) => column.maximum !== undefined,
  broken: (column, { value }) => `${value} > ${sqlNumber(column.maximum!)}`,
  isBroken: (column, { value }) => typeof value === 'number' && value > column.maximum!,
  expected: (column) => `at most ${column.maximum}${column.unit === undefined ? '' : ` ${column.unit}`}`,
};
