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

  it('tells the allowed share to people', () => {
    const contract = aContract({ maximumQuarantinedShare: 0.07 });
    expect(judgeFile(contract, findings(100, 8))).toMatchObject({
      reason: '8 of 100 rows break the contract: 8.0 %, allowed are 7 %.',
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

describe('judgeFile of a file as a whole', () => {
  const measures = {
    nulls: {},
    newestEvent: new Date('2013-01-01'),
    laterEvents: 0,
    uploadedAt: new Date('2013-01-03'),
  };

  it.each([
    ['reject-file', 9, 'rejected'],
    ['reject-file', 10, 'accepted'],
    ['reject-file', 20, 'accepted'],
    ['reject-file', 21, 'rejected'],
    ['warn', 21, 'accepted'],
  ] as const)('%s: a file of %i rows, where 10 to 20 are promised, is %s', (onBroken, rows, status) => {
    const contract = aContract({ rowCount: { minimum: 10, maximum: 20, onBroken } });
    const verdict = judgeFile(contract, { ...findings(rows, 0), measures });
    expect(verdict.status).toBe(status);
    const issue = { rule: 'file:row-count', expected: '10 to 20 rows', received: `${rows} rows` };
    expect(verdict.sample).toEqual(rows >= 10 && rows <= 20 ? [] : [issue]);
    if (onBroken === 'warn') expect(verdict).toMatchObject({ warnings: { 'file:row-count': 1 }, byRule: {} });
    else if (status === 'rejected') expect(verdict.byRule).toEqual({ 'file:row-count': 1 });
  });

  it('compares the newest event with the upload, not with now', () => {
    const contract = (days: number) =>
      aContract({ freshness: { maximumAge: { days }, onStale: 'reject-file' } });
    expect(judgeFile(contract(2), { ...findings(5, 0), measures }).status).toBe('accepted');
    expect(judgeFile(contract(1), { ...findings(5, 0), measures })).toMatchObject({
      status: 'rejected',
      reason:
        'The file as a whole breaks file:freshness: expected a newest at at most 1 day before the upload, received 2013-01-01T00:00:00.000Z, uploaded at 2013-01-03T00:00:00.000Z.',
    });
    const never = { ...measures, uploadedAt: null };
    expect(judgeFile(contract(1), { ...findings(5, 0), measures: never }).status).toBe('accepted');
  });

  it('takes events after the upload for no sign of freshness, and warns of them', () => {
    const contract = aContract({ freshness: { maximumAge: { days: 2 }, onStale: 'reject-file' } });
    const judged = (change: object) =>
      judgeFile(contract, { ...findings(5, 0), measures: { ...measures, ...change } });
    expect(judged({ laterEvents: 1 })).toMatchObject({
      status: 'accepted',
      warnings: { 'file:events-after-upload': 1 },
      sample: [{ received: '1 rows after 2013-01-03T00:00:00.000Z' }],
    });
    expect(judged({ newestEvent: null, laterEvents: 5 })).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('received no event before the upload at 2013-01-03T00:00:00.000Z'),
    });
    expect(judged({ newestEvent: null }).status).toBe('accepted');
  });

  it('bounds the share of nulls on both sides', () => {
    const nullShare = { minimum: 0.2, maximum: 0.4, onBroken: 'warn' } as const;
    const contract = aContract({ columns: [...aContract().columns, aColumn('x', 'string', { nullShare })] });
    const warned = (count: number) => {
      const verdict = judgeFile(contract, {
        ...findings(10, 0),
        measures: { ...measures, nulls: { x: count } },
      });
      return verdict.status === 'accepted' && verdict.warnings !== undefined;
    };
    expect([1, 2, 4, 5].map(warned)).toEqual([true, false, false, true]);
  });

  it('will not judge what was not measured', () => {
    const contract = aContract({ rowCount: { maximum: 20, onBroken: 'warn' } });
    expect(() => judgeFile(contract, findings(5, 0))).toThrow('Cannot judge file:row-count');
  });

  it('refuses the file for a rule across columns that says so', () => {
    const contract = aContract({
      rules: [{ name: 'x', description: 'x', sql: 'value > 0', onBroken: 'reject-file' }],
    });
    expect(judgeFile(contract, findings(100, 1, { 'rule:x': 1 }))).toMatchObject({ status: 'rejected' });
  });

  it('tells warnings and repairs of what it accepts', () => {
    const told = { warnings: { 'rule:x': 2 }, repairs: { 'column:value:minimum': 3 } };
    expect(judgeFile(aContract(), { ...findings(10, 0), ...told })).toMatchObject(told);
  });
});
