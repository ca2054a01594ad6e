import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import { checkRequest } from '../../../core/features/check-request.ts';
import { brokenRulesSql, requestRules, ruleIssues } from '../../../core/features/request-rules.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

const contract = aContract({
  columns: [
    aColumn('sensor', 'string', { nullable: false, pattern: '[a-z]+\\s?' }),
    aColumn('at', 'timestamp', { nullable: false }),
    aColumn('value', 'double', { minimum: -50, maximum: 50 }),
    aColumn('kind', 'string', { oneOf: ['air', 'water'], nullable: false }),
    aColumn('label', 'string', { minimumLength: 2, maximumLength: 3 }),
    aColumn('level', 'integer', { minimum: 0 }),
  ],
  rules: [],
  maximumQuarantinedShare: 1,
});

const row = fc.record({
  sensor: fc.constantFrom('a', 'ab ', 'A', 'a\n', 'a\u00a0', null, 7),
  at: fc.constantFrom(
    '2013-01-01T00:00:00Z',
    '2013-01-01T00:00:00.123456+05',
    '2013-01-01T00:00:00-0530',
    '2013-01-01T00:00:00+14:01',
    '2013-02-30T00:00:00+01:00',
    '2013-01-01T24:00:00+01:00',
    '2013-01-01T00:00:00.1234567Z',
    '2013-02-30',
    '2013-01-01',
    'soon',
    null,
    1,
  ),
  value: fc.constantFrom(-50, 50.5, -51, 0, null, '1', true, 1e300, 2 ** 53, 1e21, 1e-7),
  kind: fc.constantFrom('air', 'Air', '', null),
  label: fc.constantFrom('🦆🦆', '🦆', 'é', 'abc', 'abcd', null),
  level: fc.constantFrom(0, -1, 1.5, 2 ** 53, null, '3'),
});

describe('a request has the issues that an upload of the same row has', () => {
  it('rule by rule, expected by expected', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 3 }), async (rows) => {
        const directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
        try {
          const file = join(directory, 'upload');
          // A good row first, so that no file is refused for having none.
          const good = { sensor: 'z', at: '2012-01-01', value: 1, kind: 'air', label: 'ab', level: 1 };
          const lines = [good, ...rows].map((line) => JSON.stringify(line));
          await writeFile(file, `${lines.join('\n')}\n`);
          const { verdict } = await checkFile({ contract, file, directory });
          const uploaded: Record<string, number> = { ...verdict.byRule };
          delete uploaded['key:unique'];
          const requested: Record<string, number> = {};
          for (const asked of rows) {
            const checked = checkRequest(contract.columns, asked);
            for (const { rule } of checked.ok ? [] : checked.issues)
              requested[rule] = (requested[rule] ?? 0) + 1;
          }
          expect(requested).toEqual(uploaded);
        } finally {
          await rm(directory, { recursive: true, force: true });
        }
      }),
      { seed: 2013, numRuns: 15 },
    );
  });

  it('also of rules across columns', async () => {
    const rules = requestRules(aContract(), ['kind', 'value']);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const issuesOf = async (kind: string, value: number | null) => {
      const reader = await connection.runAndReadAll(
        `SELECT ${brokenRulesSql(rules)} FROM (SELECT '${kind}' AS kind, ${value ?? 'NULL::DOUBLE'} AS value)`,
      );
      return ruleIssues(rules, reader.getRows()[0]![0] as string, { kind, value });
    };
    expect(await issuesOf('water', -7)).toEqual([
      { rule: 'rule:water-flows', expected: 'water is above -5 degrees', received: 'value -7, kind "water"' },
    ]);
    expect(await issuesOf('water', 3)).toEqual([]);
    expect(await issuesOf('water', null)).toEqual([]);
  });
});
