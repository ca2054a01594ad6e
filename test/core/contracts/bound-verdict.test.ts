import { describe, expect, it } from 'vitest';
import { boundVerdict } from '../../../core/contracts/bound-verdict.ts';
import type { ContractVerdict } from '../../../core/contracts/contract.ts';

const long = (length: number) => 'é'.repeat(length);
const verdict: ContractVerdict = {
  status: 'accepted',
  rows: 1,
  quarantinedRows: 2,
  byRule: { 'column:a:type': 2 },
  sample: [{ rule: 'column:a:type', column: 'a', row: 1, expected: 'a number', received: 'x' }],
};

describe('boundVerdict', () => {
  it('changes nothing of an ordinary verdict', () => expect(boundVerdict(verdict)).toEqual(verdict));

  it('keeps a verdict under 200 KB, whatever the file and the contract are called', () => {
    const counts = Object.fromEntries(
      Array.from({ length: 8_000 }, (_, index) => [`column:${long(120)}${index}:type`, index + 1]),
    );
    const issue = { rule: 'x', column: long(900_000), expected: long(900_000), received: long(900_000) };
    const sample = Array.from({ length: 1_000 }, () => issue);
    const bound = boundVerdict({ ...verdict, byRule: counts, warnings: counts, repairs: counts, sample });
    expect(Buffer.byteLength(JSON.stringify(bound))).toBeLessThan(200_000);
    expect(bound.sample.length).toBeGreaterThan(10);
    const { byRule } = bound;
    expect(byRule[`column:${long(120)}7999:type`]).toBe(8_000);
    expect(Object.values(byRule).reduce((sum, count) => sum + count, 0)).toBe((8_000 * 8_001) / 2);
    const refused = boundVerdict({ status: 'rejected', reason: long(900_000), byRule: counts, sample });
    expect(Buffer.byteLength(JSON.stringify(refused))).toBeLessThan(200_000);
  });
});
