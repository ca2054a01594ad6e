import { quoteLiteral } from '../../sql.ts';
import type { ColumnCheck } from '../check-column.ts';
import { matchesPattern } from '../match-pattern.ts';

/** The text matches the column's RE2 pattern as a whole. RE2 takes time linear in the text, whatever the pattern. */
export const pattern: ColumnCheck = {
  name: 'pattern',
  applies: (column) => column.pattern !== undefined,
  broken: (column, { value }) => `NOT regexp_full_match(${value}, ${quoteLiteral(column.pattern!)})`,
  isBroken: (column, { value }) => typeof value === 'string' && !matchesPattern(column.pattern!, value),
  expected: (column) => `text that matches ${column.pattern} as a whole`,
};
