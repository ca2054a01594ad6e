import { describe, expect, it } from 'vitest';
import { brokenRulesSql, requestRules, ruleIssues } from '../../../core/features/request-rules.ts';
import { aContract } from '../contracts/a-contract.ts';

const contract = aContract({
  rules: [
    { name: 'water-flows', description: 'water flows', sql: "kind <> 'water' OR value > -5" },
    { name: 'warm', description: 'above zero', sql: 'value > 0', onBroken: 'warn' },
    { name: 'not-named-value', description: 'text is no column', sql: "sensor <> 'value'" },
  ],
});

describe('requestRules', () => {
  it('takes the rules that name only columns of the request', () => {
    expect(requestRules(contract, ['kind', 'value']).map(({ rule }) => rule)).toEqual(['rule:water-flows']);
    expect(requestRules(contract, ['sensor']).map(({ rule }) => rule)).toEqual(['rule:not-named-value']);
    expect(requestRules(contract, ['value'])).toEqual([]);
  });
});

describe('brokenRulesSql', () => {
  it('is empty text without a rule', () => expect(brokenRulesSql([])).toBe("''"));
});

describe('ruleIssues', () => {
  it('shows what each column of a broken rule received', () => {
    const rules = requestRules(contract, ['kind', 'value', 'sensor']);
    expect(ruleIssues(rules, 'rule:water-flows', { kind: 'water', value: -7.5 })).toEqual([
      { rule: 'rule:water-flows', expected: 'water flows', received: 'value -7.5, kind "water"' },
    ]);
    expect(ruleIssues(rules, '', {})).toEqual([]);
  });
});
