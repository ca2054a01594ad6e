import { quoteLiteral } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The text is one of the column's listed values, letter for letter. */
export const oneOf: ColumnCheck = {
  name: 'one-of',
  applies: (column) => column.oneOf !== undefined,
  // Asked of a list, the engine looks at each of a Parquet page's distinct values once; NOT IN compares every row with each.
  broken: (column, { value }) =>
    `NOT list_contains([${column.oneOf!.map(quoteLiteral).join(', ')}], ${value})`,
  isBroken: (column, { value }) => typeof value === 'string' && !column.oneOf!.includes(value),
  expected: (column) => `one of ${column.oneOf!.join(', ')}`,
};
