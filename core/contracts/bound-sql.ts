import { sqlNumber } from '../sql.ts';
import { valueSql } from './value-sql.ts';

/**
 * A column's bound as the SQL that its typed values are compared with: a number as it is written, whole or not, whatever the
 * column's values are; a time as a TIMESTAMP.
 * @throws Error where it is no finite number and no time, which `checkContract` finds first
 */
export const boundSql = (bound: number | string): string =>
  typeof bound === 'number' ? sqlNumber(bound) : valueSql('timestamp', bound);
