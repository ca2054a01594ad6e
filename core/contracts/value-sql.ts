import { quoteLiteral, sqlNumber } from '../sql.ts';
import { engineType } from './cast-sql.ts';
import type { ColumnType, DefaultValue } from './contract.ts';
import { utcTime } from './utc-time.ts';

/**
 * A contract's value as SQL of the column's type.
 * @throws Error where it is not of the type, which `checkContract` finds first
 */
export function valueSql(type: ColumnType, value: DefaultValue['default']): string {
  if (value === null) return `CAST(NULL AS ${engineType[type]})`;
  if (type === 'string' && typeof value === 'string') return quoteLiteral(value);
  if (type === 'boolean' && typeof value === 'boolean') return value ? 'true' : 'false';
  if ((type === 'integer' || type === 'double') && typeof value === 'number') {
    return `CAST(${sqlNumber(value)} AS ${engineType[type]})`;
  }
  const time = type === 'timestamp' && typeof value === 'string' ? utcTime(value) : null;
  if (time === null) throw new Error(`Cannot write ${JSON.stringify(value)} as a ${type} in SQL`);
  return `TIMESTAMP ${quoteLiteral(time)}`;
}
