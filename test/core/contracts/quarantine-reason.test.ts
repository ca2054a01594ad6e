import { describe, expect, it } from 'vitest';
import { quarantineReason } from '../../../core/contracts/quarantine-reason.ts';
import { aContract } from './a-contract.ts';

const source = { bucket: 'data', key: 'landing/readings/a.csv', versionId: 'v1' };
const request = { dataset: 'readings', uploadId: 'u1', source, contract: aContract() };

describe('quarantineReason', () => {
  it('tells the promise, the count, the values and how to replay', () => {
    const reason = quarantineReason({
      ...request,
      quarantined: 'quarantine/readings/u1/rows.parquet',
      verdict: {
        status: 'accepted',
        rows: 8,
        quarantinedRows: 2,
        byRule: { 'column:value:maximum': 2 },
        sample: [{ rule: 'column:value:maximum', column: 'value', row: 7, expected: '', received: '99' }],
      },
    });
    expect(reason.what).toBe('2 rows were set aside; the other 8 were accepted.');
    expect(reason.rules).toEqual([
      {
        rule: 'column:value:maximum',
        expected: 'at most 50 degree',
        count: 2,
        examples: [{ row: 7, received: '99' }],
      },
    ]);
    expect(reason.howToReplay.join(' ')).toContain('s3://data/quarantine/readings/u1/rows.parquet');
    expect(reason.howToReplay.join(' ')).toContain('under a new name');
  });

  it('tells why a whole file was refused, also where there is no contract', () => {
    const verdict = { status: 'rejected', reason: 'It is empty.', byRule: {}, sample: [] } as const;
    const quarantined = 'quarantine/readings/u1/file';
    expect(quarantineReason({ ...request, contract: null, quarantined, verdict })).toMatchObject({
      what: 'The whole file was refused. It is empty.',
      contractVersion: null,
    });
  });
});
