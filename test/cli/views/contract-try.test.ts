import { describe, expect, it } from 'vitest';
import { renderTrials, type Trial, trialReport } from '../../../cli/views/contract-try.ts';
import type { ContractVerdict } from '../../../core/contracts/contract.ts';

const accepted = (byRule: Record<string, number>, quarantinedRows: number): ContractVerdict => ({
  ...{ status: 'accepted', rows: 1_000, sample: [] },
  ...{ byRule, quarantinedRows },
});
const rejected: ContractVerdict = {
  status: 'rejected',
  reason: 'Expected a column.',
  byRule: { 'file:missing-column': 1 },
  sample: [],
};
const trial = (uploadId: string, before: Trial['before'], after: Trial['after']): Trial => ({
  ...{ uploadId, dataset: uploadId.startsWith('f') ? 'flights' : 'weather', key: `landing/${uploadId}` },
  contractVersion: '2.0.0',
  ...{ before, after },
});
const rendered = (...trials: Trial[]) =>
  renderTrials(trialReport(trials)).replaceAll(/ +$/gm, '').split('\n');

describe('renderTrials', () => {
  it('keeps what one upload gains and another loses apart', () => {
    const year = 'column:year:minimum';
    expect(
      rendered(
        trial('f1', accepted({}, 0), accepted({ [year]: 3 }, 3)),
        trial('w1', accepted({ [year]: 3 }, 3), accepted({}, 0)),
      ),
    ).toEqual([
      'KEY         CONTRACT  THEN                       NOW                        CHANGE',
      'landing/f1  2.0.0     1,000 rows, 0 quarantined  1,000 rows, 3 quarantined      +3',
      'landing/w1  2.0.0     1,000 rows, 3 quarantined  1,000 rows, 0 quarantined      -3',
      '',
      'KEY         RULE                 THEN  NOW  CHANGE',
      'landing/f1  column:year:minimum     0    3      +3',
      'landing/w1  column:year:minimum     3    0      -3',
    ]);
  });

  it('tells a file that would be rejected, with the reason, and one that would not be any more', () => {
    expect(rendered(trial('f1', accepted({}, 0), rejected), trial('f2', rejected, accepted({}, 0)))).toEqual([
      'KEY         CONTRACT  THEN                       NOW                          CHANGE',
      'landing/f1  2.0.0     1,000 rows, 0 quarantined  rejected                   rejected',
      'landing/f2  2.0.0     rejected                   1,000 rows, 0 quarantined  accepted',
      '',
      'landing/f1: Expected a column.',
      '',
      'KEY         RULE                 THEN  NOW  CHANGE',
      'landing/f1  file:missing-column     0    1      +1',
      'landing/f2  file:missing-column     1    0      -1',
    ]);
  });

  it('tells what was never judged from what is gone, and both from no change', () => {
    expect(
      rendered(
        trial('w1', null, accepted({ 'rule:x': 2 }, 2)),
        trial('w2', accepted({}, 0), null),
        trial('w3', rejected, rejected),
      ),
    ).toEqual([
      'KEY         CONTRACT  THEN                       NOW                        CHANGE',
      'landing/w1  2.0.0     never judged               1,000 rows, 2 quarantined       -',
      'landing/w2  2.0.0     1,000 rows, 0 quarantined  gone                            -',
      'landing/w3  2.0.0     rejected                   rejected                        =',
      '',
      'KEY         RULE    THEN  NOW  CHANGE',
      'landing/w1  rule:x     -    2       -',
    ]);
  });

  it('says so where nothing changes', () => {
    expect(rendered(trial('f1', accepted({ a: 1 }, 1), accepted({ a: 1 }, 1))).slice(2)).toEqual([
      '',
      'No rule would set aside other rows of an upload than then.',
    ]);
    expect(rendered()).toEqual(['No stored upload to try it on']);
  });
});
