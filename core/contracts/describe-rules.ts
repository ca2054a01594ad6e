import type { Contract } from './contract.ts';
import { type RuleDescription, ruleEntries } from './rule-entries.ts';

/** Every rule of a contract by name, in the order of `ruleEntries`. */
export const describeRules = (contract: Contract): ReadonlyMap<string, RuleDescription> =>
  new Map(ruleEntries(contract));
