import { quoteLiteral, sqlNumber } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The text is one of the column's listed values, letter for letter; or the whole number is. */
export const oneOf: ColumnCheck = {
  name: 'one-of',
  applies: (column) => column.oneOf !== undefined,
  // Asked of a list, the engine looks at each of a Parquet page's distinct values once; NOT IN compares every row with each.
  broken: (column, { value }) => `NOT list_contains([${column.oneOf!.map(listedSql).join(', ')}], ${value})`,
  isBroken: (column, { value }) =>
    (typeof value === 'string' || typeof value === 'number') && !column.oneOf!.includes(value),
  expected: (column) => `one of ${column.oneOf!.join(', ')}`,
};

const listedSql = (value: string | number): string =>
  typeof value === 'number' ? sqlNumber(value) : quoteLiteral(value);
