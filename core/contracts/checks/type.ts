import type { ColumnCheck } from '../check-column.ts';
import { typeWords } from '../type-words.ts';

/** The value can be read as the column's type, exactly. */
export const type: ColumnCheck = {
  name: 'type',
  applies: () => true,
  broken: (_column, { received, value }) => `${received} IS NOT NULL AND ${value} IS NULL`,
  isBroken: (_column, { received, value }) => received !== null && received !== undefined && value === null,
  expected: (column) => typeWords[column.type],
};
