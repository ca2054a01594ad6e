import { quoteIdentifier } from '../../sql.ts';
import type { Contract, RowAction } from '../contract.ts';

/** Columns whose combination of values may be there once only in a file. */
export interface UniqueCheck {
  /** `key:unique` or `unique:<a>+<b>`. */
  readonly rule: string;
  readonly columns: readonly string[];
  readonly expected: string;
  readonly action: RowAction;
  /**
   * SQL condition, over the contract's columns by name (typed and repaired), that says whether a row takes part:
   * as in SQL, a null equals nothing, so a row with one repeats no other.
   */
  readonly takesPart: string;
}

/** The key first, then the contract's further uniques. A repeated combination is the later row's issue. */
export function uniques(contract: Contract): UniqueCheck[] {
  const further = contract.uniques ?? [];
  return [
    unique('key:unique', contract.key, 'quarantine-row'),
    ...further.map(({ columns, onRepeated }) => unique(`unique:${columns.join('+')}`, columns, onRepeated)),
  ];
}

const unique = (rule: string, columns: readonly string[], action: RowAction): UniqueCheck => ({
  rule,
  columns,
  expected: `each ${columns.join(', ')} once in a file; the later row ${outcome[action]}`,
  action,
  takesPart: columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(' AND '),
});

const outcome: Readonly<Record<RowAction, string>> = {
  'reject-file': 'refuses the file',
  'quarantine-row': 'is refused',
  warn: 'is counted',
};
