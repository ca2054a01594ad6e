import { quoteLiteral } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The text is one of the column's listed values, letter for letter. */
export const oneOf: ColumnCheck = {
  name: 'one-of',
  applies: (column) => column.oneOf !== undefined,
  broken: (column, { value }) => `${value} NOT IN (${column.oneOf!.map(quoteLiteral).join(', ')})`,
  isBroken: (column, { value }) => typeof value === 'string' && !column.oneOf!.includes(value),
  expected: (column) => `one of ${column.oneOf!.join(', ')}`,
};
