import type { Contract, RowAction } from '../contract.ts';

/** A rule across the columns of one row, whose values are typed and repaired. */
export interface RowRuleCheck {
  /** `rule:<name>`. */
  readonly rule: string;
  readonly expected: string;
  readonly action: RowAction;
  /** The rule's own SQL, to find the columns that it names. */
  readonly sql: string;
  /**
   * SQL condition, over the contract's columns by name, that is true for a row that breaks the rule, or of which the
   * rule cannot be computed; never null.
   */
  readonly broken: string;
}

/** The contract's rules across columns. */
export const rowRules = (contract: Contract): RowRuleCheck[] =>
  contract.rules.map(({ name, description, sql, onBroken }) => ({
    rule: `rule:${name}`,
    expected: description,
    action: onBroken ?? 'quarantine-row',
    sql,
    // An overflow, a square root of -1: one such row must not be the end of a whole file, or of a whole batch of requests.
    broken: `TRY((${sql}) IS NOT FALSE) IS NOT TRUE`,
  }));
