import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  badRowsSql,
  digestSql,
  goodRowsSql,
  goodSql,
  rangeSql,
  type Screened,
} from '../../core/contracts/check-sql.ts';
import type { Contract, ContractIssue, ContractVerdict } from '../../core/contracts/contract.ts';
import type { GoodRows } from '../../core/contracts/good-rows.ts';
import { judgeFile, rejectFile } from '../../core/contracts/judge-file.ts';
import { readScreen, screenSql } from '../../core/contracts/screen-sql.ts';
import { type UploadLimits, uploadLimits } from '../../core/contracts/upload-limits.ts';
import { timestampSql } from '../../core/features/hour-sql.ts';
import { quoteIdentifier } from '../../core/sql.ts';
import { countIssues } from './count-issues.ts';
import { loadUpload } from './load-upload.ts';
import { openDatabase } from './open-database.ts';
import { queryRows } from './query-rows.ts';

/** A checked file: the verdict, and local files with the good and with the bad rows. */
export interface CheckedFile {
  readonly verdict: ContractVerdict;
  /** Null where the file was refused, or rows were not to be split. */
  readonly good: (GoodRows & { readonly file: string }) | null;
  /** Parquet file of the bad rows as they arrived; null where there is none or the file could not be read. */
  readonly bad: string | null;
}

/**
 * Checks one untrusted file against its contract, below `directory` and nowhere else. The file is read in passes, each of which
 * streams: neither memory nor time depends on more than its rows in sequence.
 * @throws Error where a rule of the contract is no expression over its columns, which `checkExpressions` finds first
 */
export async function checkFile(request: {
  readonly contract: Contract;
  readonly file: string;
  readonly directory: string;
  readonly memoryLimitInMiB?: number;
  readonly threads?: number;
  /** The function's where they are not said. */
  readonly limits?: UploadLimits;
  /** When the file was uploaded, for contracts that bound its age. */
  readonly uploadedAt?: Date;
  /** Parquet files below `directory`, by dataset, with the values that the contract's references look for. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  /** Whether good and bad rows are written to files of their own; true where it is not said. */
  readonly split?: boolean;
}): Promise<CheckedFile> {
  const { contract, file, directory, split = true, limits = uploadLimits } = request;
  const database = await openDatabase({
    directory,
    memoryLimitInMiB: request.memoryLimitInMiB ?? 1_024,
    threads: request.threads,
    trustsStatistics: false,
  });
  try {
    const { connection } = database;
    const loaded = await loadUpload({ connection, contract, file, directory, limits });
    if ('issues' in loaded) return refused(loaded.issues);
    const { source } = loaded;
    let screen: Record<string, unknown>;
    try {
      [screen] = (await queryRows<Record<string, unknown>>(connection, screenSql(contract, source))) as [
        Record<string, unknown>,
      ];
    } catch (error) {
      return refused([loaded.unreadable(error)]);
    }
    return await judge();

    async function judge(): Promise<CheckedFile> {
      const { rows, facts } = readScreen(contract, screen);
      if (rows !== source.rows) {
        const received = `${rows} rows where the file says ${source.rows}`;
        return refused([{ rule: 'file:unreadable', expected: 'as many rows as the file says', received }]);
      }
      const screened: Screened = { contract, source, facts };
      const issues = await countIssues({
        connection,
        screened,
        references: request.references ?? {},
        keepsValues: split,
        directory,
      });
      if ('hidden' in issues) return refused([issues.hidden]);
      const { bad: badRows, byRule, warnings, repairs, sample } = issues;
      const nulls = Object.fromEntries(
        contract.columns.flatMap(({ name, nullShare }, index) =>
          nullShare === undefined ? [] : [[name, rows - facts[index]!.filled]],
        ),
      );
      const uploadedAt = request.uploadedAt ?? null;
      const events =
        contract.freshness === undefined || uploadedAt === null
          ? { newestEvent: null, laterEvents: 0 }
          : await eventsOf(screened, badRows > 0, uploadedAt);
      const measures = { nulls, ...events, uploadedAt };
      const verdict = judgeFile(contract, {
        rows,
        bad: badRows,
        byRule,
        warnings,
        repairs,
        measures,
        sample,
      });
      if (!split) return { verdict, good: null, bad: null };

      let bad: string | null = null;
      if (badRows > 0) {
        bad = join(directory, 'bad.parquet');
        await connection.run(badRowsSql(screened, issues.rules, issues.parts, bad));
      }
      if (verdict.status === 'rejected') return { verdict, good: null, bad };

      const good = join(directory, 'good.parquet');
      const isOrdered = verdict.rows * contract.columns.length <= limits.orderedValues;
      await connection.run(goodRowsSql(screened, { hasBad: badRows > 0, isOrdered, file: good }));
      const [range] = await queryRows<{ from: bigint; to: bigint; rows: bigint }>(
        connection,
        rangeSql(contract, good),
      );
      if (Number(range!.rows) !== verdict.rows) {
        throw new Error(
          `Cannot use the rows of '${contract.dataset}': ${range!.rows} were written where ${verdict.rows} are good`,
        );
      }
      const { size } = await stat(good);
      return {
        verdict,
        good: {
          file: good,
          bytes: size,
          rows: verdict.rows,
          digest: isOrdered ? await digestOfRows(good) : await digestOfFile(good),
          from: new Date(Number(range!.from)).toISOString(),
          to: new Date(Number(range!.to)).toISOString(),
        },
        bad,
      };
    }

    async function eventsOf(
      screened: Screened,
      hasBad: boolean,
      uploadedAt: Date,
    ): Promise<{ readonly newestEvent: Date | null; readonly laterEvents: number }> {
      const time = quoteIdentifier(contract.eventTime);
      const isLater = `${time} > ${timestampSql(uploadedAt.getTime())}`;
      const [found] = await queryRows<{ newest: bigint | null; later: bigint }>(
        connection,
        `SELECT epoch_ms(max(${time}) FILTER (NOT (${isLater}))) AS newest, count_if(${isLater}) AS later
        FROM ${goodSql(screened, hasBad)}`,
      );
      const { newest, later } = found!;
      return { newestEvent: newest === null ? null : new Date(Number(newest)), laterEvents: Number(later) };
    }

    async function digestOfRows(good: string): Promise<string> {
      const blocks = await queryRows<{ digest: string }>(connection, digestSql(contract, good));
      const digest = createHash('sha256');
      for (const block of blocks) digest.update(`${block.digest}\n`);
      return digest.digest('hex');
    }
  } finally {
    database.close();
  }
}

const refused = (issues: readonly ContractIssue[]): CheckedFile => ({
  verdict: rejectFile(issues),
  good: null,
  bad: null,
});

async function digestOfFile(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), digest);
  return digest.digest('hex');
}
