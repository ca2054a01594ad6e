import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  badRowsSql,
  byRuleSql,
  countSql,
  digestSql,
  goodRowsSql,
  judgeSql,
  rangeSql,
  sampleSql,
} from '../../core/contracts/check-sql.ts';
import type { Contract, ContractIssue, ContractVerdict } from '../../core/contracts/contract.ts';
import { describeRules } from '../../core/contracts/describe-rules.ts';
import { judgeFile, rejectFile } from '../../core/contracts/judge-file.ts';
import { loadUpload } from './load-upload.ts';
import { openDatabase } from './open-database.ts';
import { queryRows } from './query-rows.ts';

/** A checked file: the verdict, and local files with the good and with the bad rows. */
export interface CheckedFile {
  readonly verdict: ContractVerdict;
  /** Null where the file was refused. */
  readonly good: {
    readonly file: string;
    readonly bytes: number;
    readonly rows: number;
    /** SHA-256 of the rows, hexadecimal: the same for the same rows, whatever file brought them. */
    readonly digest: string;
    readonly from: string;
    readonly to: string;
  } | null;
  /** Parquet file of the bad rows as they arrived; null where there is none or the file could not be read. */
  readonly bad: string | null;
}

/**
 * Checks one untrusted file against its contract, below `directory` and nowhere else.
 * @throws Error where a rule of the contract cannot be computed, for example because it overflows
 */
export async function checkFile(request: {
  readonly contract: Contract;
  readonly file: string;
  readonly directory: string;
  readonly memoryLimitInMiB?: number;
}): Promise<CheckedFile> {
  const { contract, file, directory } = request;
  const database = await openDatabase({ directory, memoryLimitInMiB: request.memoryLimitInMiB });
  try {
    const { connection } = database;
    const loaded = await loadUpload({ connection, contract, file, directory });
    if ('issues' in loaded) return { verdict: rejectFile(loaded.issues), good: null, bad: null };
    await connection.run(judgeSql(contract, loaded.sources));

    const [counted] = await queryRows<{ rows: bigint; bad: bigint }>(connection, countSql);
    const rows = Number(counted!.rows);
    const badRows = Number(counted!.bad);
    const rules = await queryRows<{ rule: string; count: bigint }>(connection, byRuleSql);
    const found = await queryRows<{ row: bigint; rule: string; received: string }>(connection, sampleSql);
    const known = describeRules(contract);
    const sample = found.map(({ row, rule, received }): ContractIssue => {
      const { column, expected } = known.get(rule)!;
      return { rule, ...(column === undefined ? {} : { column }), row: Number(row), expected, received };
    });
    const byRule = Object.fromEntries(rules.map(({ rule, count }) => [rule, Number(count)]));
    const verdict = judgeFile(contract, { rows, bad: badRows, byRule, sample });

    let bad: string | null = null;
    if (badRows > 0) {
      bad = join(directory, 'bad.parquet');
      await connection.run(badRowsSql(contract, loaded.sources, bad));
    }
    if (verdict.status === 'rejected') return { verdict, good: null, bad };

    const good = join(directory, 'good.parquet');
    await connection.run(goodRowsSql(contract, good));
    const [range] = await queryRows<{ from: bigint; to: bigint }>(connection, rangeSql(contract));
    const blocks = await queryRows<{ digest: string }>(connection, digestSql(contract));
    const digest = createHash('sha256');
    for (const block of blocks) digest.update(`${block.digest}\n`);
    const { size } = await stat(good);
    return {
      verdict,
      good: {
        file: good,
        bytes: size,
        rows: verdict.rows,
        digest: digest.digest('hex'),
        from: new Date(Number(range!.from)).toISOString(),
        to: new Date(Number(range!.to)).toISOString(),
      },
      bad,
    };
  } finally {
    database.close();
  }
}
