import { describe, expect, it } from 'vitest';
import { judgeFile, rejectFile } from '../../../core/contracts/judge-file.ts';
import { aColumn, aContract } from './a-contract.ts';

const findings = (rows: number, bad: number, byRule: Record<string, number> = {}) => ({
  rows,
  bad,
  byRule,
  sample: [],
});

describe('judgeFile', () => {
  it('accepts up to the allowed share, inclusively', () => {
    const contract = aContract({ maximumQuarantinedShare: 0.05 });
    expect(judgeFile(contract, findings(100, 5))).toMatchObject({
      status: 'accepted',
      rows: 95,
      quarantinedRows: 5,
    });
    expect(judgeFile(contract, findings(100, 6))).toMatchObject({
      status: 'rejected',
      reason: '6 of 100 rows break the contract: 6.0 %, allowed are 5 %.',
    });
  });

  it('refuses a file without rows, and one without a good row', () => {
    const contract = aContract({ maximumQuarantinedShare: 1 });
    expect(judgeFile(contract, findings(0, 0)).status).toBe('rejected');
    expect(judgeFile(contract, findings(3, 3)).status).toBe('rejected');
    expect(judgeFile(contract, findings(3, 2)).status).toBe('accepted');
  });

  it('refuses the whole file for one wrong value of a column that must be right', () => {
    const { columns } = aContract();
    const contract = aContract({
      columns: [...columns, aColumn('must', 'integer', { onInvalid: 'reject-file' })],
    });
    const verdict = judgeFile(contract, findings(1_000, 1, { 'column:must:type': 1 }));
    expect(verdict).toMatchObject({ status: 'rejected', reason: expect.stringContaining("'must'") });
  });
});

describe('rejectFile', () => {
  it('tells the first issue and counts the others', () => {
    const issue = { rule: 'file:missing-column', expected: "a column 'a'", received: 'columns b' };
    expect(rejectFile([issue, issue])).toMatchObject({
      reason: "Expected a column 'a'; received columns b. In all: file:missing-column (2).",
      byRule: { 'file:missing-column': 2 },
    });
  });
});
