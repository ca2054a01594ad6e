import { rowRules } from '../contracts/checks/row-rules.ts';
import type { Contract, ContractIssue } from '../contracts/contract.ts';
import { namedColumns } from '../contracts/named-columns.ts';
import { quoteLiteral } from '../sql.ts';
import { shownValue } from './shown-value.ts';

/** A rule across columns that a request alone can break, because it names no column that callers do not send. */
export interface RequestRule {
  /** `rule:<name>`, as in uploads. */
  readonly rule: string;
  readonly expected: string;
  /** SQL condition over the request's typed and repaired columns, by name; true for a request that breaks the rule. */
  readonly broken: string;
  readonly columns: readonly string[];
}

/**
 * The contract's rules that a request of these columns is judged by. Rules that only warn are not among them: a
 * request is answered or refused.
 */
export function requestRules(contract: Contract, columns: readonly string[]): RequestRule[] {
  const all = contract.columns.map(({ name }) => name);
  return rowRules(contract).flatMap(({ rule, expected, action, sql, broken }) => {
    const named = namedColumns(sql, all);
    return action === 'warn' || !named.every((name) => columns.includes(name))
      ? []
      : [{ rule, expected, broken, columns: named }];
  });
}

/** VARCHAR expression: the names of the rules that a request breaks, with `;` between; empty where it breaks none. */
export function brokenRulesSql(rules: readonly RequestRule[]): string {
  if (rules.length === 0) return "''";
  const cases = rules.map(({ rule, broken }) => `CASE WHEN ${broken} THEN ${quoteLiteral(rule)} END`);
  return `concat_ws(';', ${cases.join(', ')})`;
}

/** The issues of the rules that `brokenRulesSql` named, in the shape of an upload's. */
export function ruleIssues(
  rules: readonly RequestRule[],
  broken: string,
  request: Readonly<Record<string, unknown>>,
): ContractIssue[] {
  const names = new Set(broken.split(';'));
  return rules
    .filter(({ rule }) => names.has(rule))
    .map(({ rule, expected, columns }) => ({
      rule,
      expected,
      received: columns.map((column) => `${column} ${shownValue(request[column])}`).join(', '),
    }));
}
