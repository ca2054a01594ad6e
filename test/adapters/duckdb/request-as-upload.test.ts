import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import { checkContract } from '../../../core/contracts/check-contract.ts';
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

/** Microseconds since 1970 as a text in the offset of so many minutes. */
function timeText(microseconds: number, offsetInMinutes: number): string {
  const local = microseconds + offsetInMinutes * 60_000_000;
  const fraction = ((local % 1_000_000) + 1_000_000) % 1_000_000;
  const whole = new Date((local - fraction) / 1_000).toISOString().slice(0, 19);
  const [sign, size] = [offsetInMinutes < 0 ? '-' : '+', Math.abs(offsetInMinutes)];
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  return `${whole}.${String(fraction).padStart(6, '0')}${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

/** Makes Parquet of the JSON lines in a file, with values of its own types. */
async function toParquet(connection: DuckDBConnection, file: string): Promise<void> {
  const times = ['"at"', 'seen', 'clipped'].map(
    (name) => `CAST(CAST(${name} AS TIMESTAMPTZ) AS TIMESTAMP) AS ${name}`,
  );
  const types = `{sensor: 'VARCHAR', "at": 'VARCHAR', seen: 'VARCHAR', clipped: 'VARCHAR', stage: 'BIGINT'}`;
  const select = `SELECT * REPLACE (${times.join(', ')}) FROM read_json('${file}', columns = ${types})`;
  await connection.run(`COPY (${select}) TO '${file}.parquet'`);
  await rename(`${file}.parquet`, file);
}

const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
const step = fc.constantFrom(0, 1, -1, 999, -999, 1_000, -1_000, 1_000_000, -60_000_000, 3_600_000_000);
const whole = fc.constantFrom(-3, -1, 0, 1, 2, 3, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, -(2 ** 53) + 1);

/** Bounds of times, a list of whole numbers, and values near both. */
const nearBounds = fc
  .record({
    // From 1900 until 2199, less some days at both ends; a double holds these microseconds.
    minimum: fc
      .integer({ min: -2_208_902_400_000, max: 7_257_859_200_000 })
      .map((ms) => ms * 1_000 + (ms % 1_000)),
    width: fc.constantFrom(0, 1, 1_000, 86_400_000_000),
    offsets: fc.tuple(offset, offset),
    listed: fc.uniqueArray(whole, { minLength: 1, maxLength: 5 }),
  })
  .chain(({ minimum, width, offsets: [one, other], listed }) => {
    const maximum = minimum + width;
    const time = fc
      .tuple(fc.constantFrom(minimum, maximum), step, offset)
      .map(([bound, by, minutes]) => timeText(bound + by, minutes));
    const row = fc.record({ seen: time, clipped: time, stage: whole });
    return fc.record({
      bounds: fc.constant({ minimum: timeText(minimum, one), maximum: timeText(maximum, other) }),
      listed: fc.constant(listed),
      rows: fc.array(row, { minLength: 20, maxLength: 20 }),
    });
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

  it.each(['json', 'parquet'])(
    'near bounds of times and in lists of whole numbers, from %s',
    async (format) => {
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run("SET TimeZone = 'UTC'");
      const pairs = async (select: string) =>
        Object.fromEntries((await connection.runAndReadAll(select)).getRows()) as Record<string, unknown>;
      await fc.assert(
        fc.asyncProperty(nearBounds, async ({ bounds, listed, rows }) => {
          const clip = {
            on: { minimum: 'clip', maximum: 'clip' },
            atInference: { onInvalid: 'clip' },
          } as const;
          const near = aContract({
            columns: [
              aColumn('sensor', 'string', { nullable: false }),
              aColumn('at', 'timestamp', { nullable: false }),
              aColumn('seen', 'timestamp', bounds),
              aColumn('clipped', 'timestamp', { ...bounds, ...clip }),
              aColumn('stage', 'integer', { oneOf: listed }),
            ],
            rules: [],
            maximumQuarantinedShare: 1,
          });
          expect(checkContract(near)).toEqual([]);
          const asked = rows.map((row, index) => ({ sensor: `s${index}`, at: '2012-01-01', ...row }));
          // A good row first, so that no file is refused for having none.
          const good = { ...asked[0]!, sensor: 'good', seen: bounds.minimum, stage: listed[0]! };
          const directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
          try {
            const file = join(directory, 'upload');
            await writeFile(file, [good, ...asked].map((line) => `${JSON.stringify(line)}\n`).join(''));
            if (format === 'parquet') await toParquet(connection, file);
            const uploaded = await checkFile({ contract: near, file, directory });
            const ofUpload = {
              ...(uploaded.bad === null
                ? {}
                : await pairs(`SELECT sensor, ballast_rules FROM read_parquet('${uploaded.bad}')`)),
              ...(await pairs(
                `SELECT sensor, epoch_us(clipped) FROM read_parquet('${uploaded.good!.file}')`,
              )),
            };
            const ofRequests: Record<string, unknown> = {};
            for (const request of [good, ...asked]) {
              const checked = checkRequest(near.columns, request);
              if (checked.ok) {
                const { sensor, clipped } = checked.request;
                Object.assign(
                  ofRequests,
                  await pairs(`SELECT '${sensor}', epoch_us(TIMESTAMP '${clipped}')`),
                );
              } else {
                ofRequests[request.sensor] = checked.issues.map(({ rule }) => rule).join('; ');
              }
            }
            expect(ofRequests).toEqual(ofUpload);
          } finally {
            await rm(directory, { recursive: true, force: true });
          }
        }),
        { seed: 2013, numRuns: 15, endOnFailure: true },
      );
      connection.closeSync();
    },
  );

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
