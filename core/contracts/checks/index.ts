import type { ColumnCheck } from '../check-column.ts';
import { maximum } from './maximum.ts';
import { maximumLength } from './maximum-length.ts';
import { minimum } from './minimum.ts';
import { minimumLength } from './minimum-length.ts';
import { notNull } from './not-null.ts';
import { oneOf } from './one-of.ts';
import { pattern } from './pattern.ts';
import { type } from './type.ts';

/** Every check on a single column, in the order in which their issues are told. */
export const columnChecks: readonly ColumnCheck[] = [
  notNull,
  type,
  minimum,
  maximum,
  oneOf,
  pattern,
  minimumLength,
  maximumLength,
];
