import { characterCount } from '../character-count.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The text has at least so many characters. */
export const minimumLength: ColumnCheck = {
  name: 'minimum-length',
  applies: (column) => column.minimumLength !== undefined,
  broken: (column, { value }) => `length(${value}) < ${column.minimumLength}`,
  isBroken: (column, { value }) => typeof value === 'string' && characterCount(value) < column.minimumLength!,
  expected: (column) => `text of at least ${column.minimumLength} characters`,
};
