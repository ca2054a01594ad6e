import { actionOf } from './action-of.ts';
import { fileChecks } from './checks/file-checks.ts';
import { columnChecks } from './checks/index.ts';
import { references } from './checks/references.ts';
import { rowRules } from './checks/row-rules.ts';
import { uniques } from './checks/uniques.ts';
import type { Contract, InvalidAction } from './contract.ts';

export interface RuleDescription {
  readonly column?: string;
  /** The promise in words. */
  readonly expected: string;
  /** What happens to the value, the row or the file that breaks it. */
  readonly action: InvalidAction;
}

/** Every rule of a contract with its name, in the order in which issues are told; rules of the file as a whole come last. */
export function ruleEntries(contract: Contract): (readonly [string, RuleDescription])[] {
  const rules: (readonly [string, RuleDescription])[] = [];
  for (const column of contract.columns) {
    for (const check of columnChecks) {
      if (!check.applies(column)) continue;
      const [expected, action] = [check.expected(column), actionOf(column, check.name)];
      rules.push([`column:${column.name}:${check.name}`, { column: column.name, expected, action }]);
    }
  }
  const further = [...rowRules(contract), ...uniques(contract), ...references(contract)];
  for (const { rule, expected, action } of further) rules.push([rule, { expected, action }]);
  for (const { rule, column, expected, action } of fileChecks(contract)) {
    rules.push([rule, { ...(column === undefined ? {} : { column }), expected, action }]);
  }
  return rules;
}
