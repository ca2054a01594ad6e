import { characterCount } from '../character-count.ts';
import type { ColumnCheck } from '../check-column.ts';

/** The text has at most so many characters. */
export const maximumLength: ColumnCheck = {
  name: 'maximum-length',
  applies: (column) => column.maximumLength !== undefined,
  broken: (column, { value }) => `length(${value}) > ${column.maximumLength}`,
  isBroken: (column, { value }) => typeof value === 'string' && characterCount(value) > column.maximumLength!,
  expected: (column) => `text of at most ${column.maximumLength} characters`,
};
