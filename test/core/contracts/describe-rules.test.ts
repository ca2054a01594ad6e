import { describe, expect, it } from 'vitest';
import { describeRules } from '../../../core/contracts/describe-rules.ts';
import { aColumn, aContract } from './a-contract.ts';

describe('describeRules', () => {
  it('names every rule of a contract, its promise and its action', () => {
    const contract = aContract({
      columns: [
        aColumn('sensor', 'string', { nullable: false, onInvalid: 'reject-file' }),
        aColumn('at', 'timestamp', { nullable: false }),
        aColumn('level', 'integer', {
          minimum: 0,
          maximum: 9,
          unit: 'bar',
          on: { minimum: 'clip', type: { default: null } },
          nullShare: { maximum: 0.5, onBroken: 'warn' },
        }),
        aColumn('stage', 'integer', { oneOf: [1, 2] }),
        aColumn('seen', 'timestamp', { minimum: '2013-01-01T00:00:00Z', maximum: '2014-01-01' }),
        aColumn('label', 'string', { minimumLength: 1, maximumLength: 8, onInvalid: 'quarantine-row' }),
      ],
      rules: [{ name: 'low', description: 'is low', sql: 'level < 5', onBroken: 'warn' }],
      uniques: [{ columns: ['label', 'at'], onRepeated: 'warn' }],
      references: [{ columns: ['sensor'], dataset: 'sensors', referenced: ['id'], onMissing: 'reject-file' }],
      rowCount: { minimum: 1, maximum: 5, onBroken: 'reject-file' },
      freshness: { maximumAge: { days: 1, hours: 12 }, onStale: 'warn' },
    });
    const told = [...describeRules(contract)].map(
      ([rule, { expected, action }]) => `${rule}: ${expected.slice(0, 70)} → ${JSON.stringify(action)}`,
    );
    expect(told).toMatchInlineSnapshot(`
      [
        "column:sensor:not-null: a value → "reject-file"",
        "column:sensor:type: text without NUL characters → "reject-file"",
        "column:at:not-null: a value → "quarantine-row"",
        "column:at:type: an ISO 8601 time, in UTC or with its offset (at most 14 hours), to the → "quarantine-row"",
        "column:level:type: a whole number from -9007199254740991 to 9007199254740991 (beyond, a d → {"default":null}",
        "column:level:minimum: at least 0 bar → "clip"",
        "column:level:maximum: at most 9 bar → "quarantine-row"",
        "column:stage:type: a whole number from -9007199254740991 to 9007199254740991 (beyond, a d → "quarantine-row"",
        "column:stage:one-of: one of 1, 2 → "quarantine-row"",
        "column:seen:type: an ISO 8601 time, in UTC or with its offset (at most 14 hours), to the → "quarantine-row"",
        "column:seen:minimum: at least 2013-01-01T00:00:00Z → "quarantine-row"",
        "column:seen:maximum: at most 2014-01-01 → "quarantine-row"",
        "column:label:type: text without NUL characters → "quarantine-row"",
        "column:label:minimum-length: text of at least 1 characters → "quarantine-row"",
        "column:label:maximum-length: text of at most 8 characters → "quarantine-row"",
        "rule:low: is low → "warn"",
        "key:unique: each sensor, at once in a file; the later row is refused → "quarantine-row"",
        "unique:label+at: each label, at once in a file; the later row is counted → "warn"",
        "reference:sensors:sensor: sensor that dataset 'sensors' has as id → "reject-file"",
        "file:row-count: 1 to 5 rows → "reject-file"",
        "column:level:null-share: a share of nulls of at most 0.5 → "warn"",
        "file:freshness: a newest at at most 1 day 12 hours before the upload → "warn"",
        "file:events-after-upload: no at after the upload → "warn"",
      ]
    `);
  });
});
