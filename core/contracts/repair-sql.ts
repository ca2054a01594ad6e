import { actionOf } from './action-of.ts';
import type { ColumnSql } from './check-column.ts';
import { columnChecks } from './checks/index.ts';
import type { Column, ColumnCheckName } from './contract.ts';
import { valueSql } from './value-sql.ts';

/**
 * The typed SQL of a column's value after `clip` and `default`; null where no check of the column repairs, so that
 * `sql.value` can be used as it is. The first broken check that repairs decides; `checkContract` sees to it that what
 * it puts in breaks no other.
 */
export function repairSql(column: Column, sql: ColumnSql): string | null {
  const cases = columnChecks.flatMap((check) => {
    if (!check.applies(column)) return [];
    const replacement = replacementSql(column, check.name);
    return replacement === null ? [] : [`WHEN ${check.broken(column, sql)} THEN ${replacement}`];
  });
  return cases.length === 0 ? null : `CASE ${cases.join(' ')} ELSE ${sql.value} END`;
}

function replacementSql(column: Column, check: ColumnCheckName): string | null {
  const action = actionOf(column, check);
  if (typeof action === 'object') return valueSql(column.type, action.default);
  if (action !== 'clip') return null;
  const bound = check === 'minimum' ? column.minimum : column.maximum;
  return valueSql(column.type, bound!);
}
