import type { Column, ColumnCheckName, InvalidAction } from './contract.ts';

/** What happens to a row whose value in a column breaks one of the column's checks: the check's own action, or the column's. */
export const actionOf = (column: Column, check: ColumnCheckName): InvalidAction =>
  column.on?.[check] ?? column.onInvalid;

/** Whether an action changes the value instead of judging the row. */
export const isRepair = (action: InvalidAction): boolean => action === 'clip' || typeof action === 'object';
