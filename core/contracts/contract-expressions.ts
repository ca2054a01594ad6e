import type { Contract } from './contract.ts';
import type { WrittenExpression } from './written-expression.ts';

/** The SQL that a contract holds. */
export const contractExpressions = ({ rules, columns }: Contract): WrittenExpression[] =>
  rules.map(({ name, sql }) => ({
    field: `rules.${name}.sql`,
    columns,
    sql: `(${sql})`,
    gives: 'condition',
  }));
