import { columnChecks } from './checks/index.ts';
import type { Column, DefaultValue } from './contract.ts';
import { utcTime } from './utc-time.ts';

/**
 * Why a value cannot stand in a column in place of a bad one, or null: it must be of the column's type and keep every
 * promise of the column, so that a repair mends.
 */
export function valueProblem(column: Column, value: DefaultValue['default']): string | null {
  if (value === null) return column.nullable ? null : 'is null, which the column may not be';
  if (!isOfType(column, value)) return `${JSON.stringify(value)} is not of type ${column.type}`;
  const broken = columnChecks.find(
    (check) => check.applies(column) && check.isBroken(column, { received: value, value }),
  );
  return broken === undefined
    ? null
    : `${JSON.stringify(value)} breaks ${broken.name}: expected ${broken.expected(column)}`;
}

function isOfType({ type }: Column, value: string | number | boolean): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'double':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return typeof value === 'string' && utcTime(value) !== null;
  }
}
