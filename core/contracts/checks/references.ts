import { quoteIdentifier } from '../../sql.ts';
import type { Contract, RowAction } from '../contract.ts';

/** Columns whose combination of values must be in another dataset's newest version. */
export interface ReferenceCheck {
  /** `reference:<dataset>:<a>+<b>`, by the referring columns. */
  readonly rule: string;
  readonly columns: readonly string[];
  readonly dataset: string;
  /** The other dataset's columns, in the order of `columns`. */
  readonly referenced: readonly string[];
  readonly expected: string;
  readonly action: RowAction;
  /**
   * SQL condition, over the contract's columns by name (typed and repaired), that says whether a row refers to
   * anything: as with a foreign key in SQL, a null refers to nothing and breaks nothing.
   */
  readonly takesPart: string;
}

/** The contract's references to other datasets. */
export const references = (contract: Contract): ReferenceCheck[] =>
  (contract.references ?? []).map(({ columns, dataset, referenced, onMissing }) => ({
    rule: `reference:${dataset}:${columns.join('+')}`,
    columns,
    dataset,
    referenced,
    expected: `${columns.join(', ')} that dataset '${dataset}' has as ${referenced.join(', ')}`,
    action: onMissing,
    takesPart: columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(' AND '),
  }));
