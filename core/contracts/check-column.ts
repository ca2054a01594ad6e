import type { Column, ColumnCheckName } from './contract.ts';

/** The SQL of one column inside a check: the value as it arrived, as text, and as the contract's type. */
export interface ColumnSql {
  /** VARCHAR expression of the value as it arrived; null where the file had none. */
  readonly received: string;
  /** Typed expression; null where the value is absent or not of the type. */
  readonly value: string;
}

/** The same two of one value of a prediction request. */
export interface ColumnValue {
  /** As it arrived; null or undefined where the request had none. */
  readonly received: unknown;
  /** As the contract's type; null where the value is absent or not of the type. */
  readonly value: string | number | boolean | null;
}

/**
 * One promise about one column: data and a function, without state, said once for the rows of a file (in SQL)
 * and once for the value of a request. Each check lives in its own file in `checks/`; the list of all is
 * `checks/index.ts`.
 */
export interface ColumnCheck {
  /** Last part of the rule's name: `column:<column>:<name>`. */
  readonly name: ColumnCheckName;
  /** Whether a column makes this promise. */
  applies(column: Column): boolean;
  /** SQL condition that is true for a value that breaks the promise; null or false otherwise. */
  broken(column: Column, sql: ColumnSql): string;
  /** Whether a request's value breaks the promise. */
  isBroken(column: Column, value: ColumnValue): boolean;
  /** The promise in words: `expected` of an issue. */
  expected(column: Column): string;
}
