import type { Column } from './contract.ts';

/** An SQL expression that somebody wrote in a contract or a model's definition, before any data has met it. */
export interface WrittenExpression {
  /** The field that holds it: `rules.goes-elsewhere.sql`. */
  readonly field: string;
  /** The columns that it may name. */
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  /** The expression, in the places in which it will be computed: what may stand in a SELECT list. */
  readonly sql: string;
  /** What the first of those must be: true or false, a time, or whatever the others take. */
  readonly gives: 'condition' | 'time' | 'value';
}
