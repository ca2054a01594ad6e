import type { ColumnCheck } from '../check-column.ts';

/** There is a value. An empty CSV field and a JSON null are none; quoted emptiness (`""`) is a value. */
export const notNull: ColumnCheck = {
  name: 'not-null',
  applies: (column) => !column.nullable,
  broken: (_column, { received }) => `${received} IS NULL`,
  isBroken: (_column, { received }) => received === null || received === undefined,
  expected: () => 'a value',
};
