import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contract } from '../../core/contracts/contract.ts';
import { isReserved, quarantineColumn } from '../../core/contracts/quarantine-columns.ts';
import { quarantinedContract } from '../../core/datasets/backfill/quarantined-contract.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { type CheckedFile, checkFile } from './check-file.ts';
import { openDatabase } from './open-database.ts';
import { queryRows } from './query-rows.ts';

/**
 * Judges rows that were set aside, below `directory` and nowhere else: those that keep the contract now, and whose key
 * is not among the rows that the upload was accepted with.
 * @param quarantined Parquet file of the rows as they arrived, below `directory`
 * @param accepted Parquet files of the upload's accepted rows, below `directory`
 */
export async function checkQuarantined(request: {
  readonly contract: Contract;
  readonly quarantined: string;
  readonly accepted: readonly string[];
  readonly directory: string;
  /** As `checkFile` takes them. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}): Promise<CheckedFile> {
  const { accepted, directory, references } = request;
  const contract = quarantinedContract(request.contract);
  const file = await asItCame(request.quarantined, directory);
  const judged = await checkFile({ contract, file, directory, references });
  if (judged.good === null || accepted.length === 0) return judged;

  // A row that repeats a key was set aside for that, and alone it repeats none.
  const second = join(directory, 'second');
  await mkdir(second);
  const fresh = join(second, 'fresh.parquet');
  const database = await openDatabase({ directory });
  try {
    const same = contract.key.map((name) => `a.${quoteIdentifier(name)} = g.${quoteIdentifier(name)}`);
    const from = `read_parquet(${quoteLiteral(judged.good.file)}) AS g WHERE NOT EXISTS (
      SELECT 1 FROM read_parquet([${accepted.map(quoteLiteral).join(', ')}]) AS a WHERE ${same.join(' AND ')})`;
    const [left] = await queryRows<{ rows: bigint }>(
      database.connection,
      `SELECT count(*) AS rows FROM ${from}`,
    );
    if (Number(left!.rows) === judged.good.rows) return judged;
    const repeated = judged.good.rows - Number(left!.rows);
    const byRule = {
      ...judged.verdict.byRule,
      'key:unique': (judged.verdict.byRule['key:unique'] ?? 0) + repeated,
    };
    if (Number(left!.rows) === 0) {
      const reason = 'Each of its rows breaks the contract still, or repeats a key that the upload has.';
      return {
        verdict: { ...judged.verdict, status: 'rejected', reason, byRule },
        good: null,
        bad: judged.bad,
      };
    }
    await database.connection.run(`COPY (SELECT * FROM ${from}) TO ${quoteLiteral(fresh)} (FORMAT parquet)`);
    const again = await checkFile({
      contract: { ...contract, references: [] },
      file: fresh,
      directory: second,
    });
    const { rows } = again.good!;
    const quarantinedRows = totalRows(judged) - rows;
    return {
      verdict: {
        ...again.verdict,
        status: 'accepted',
        rows,
        quarantinedRows,
        byRule,
      } as CheckedFile['verdict'],
      good: again.good,
      bad: judged.bad,
    };
  } finally {
    database.close();
  }
}

/** The rows with JSON values where they came as such, so that no number is taken for a text, nor a text for a number. */
async function asItCame(quarantined: string, directory: string): Promise<string> {
  const database = await openDatabase({ directory });
  try {
    const from = `read_parquet(${quoteLiteral(quarantined)})`;
    const columns = await queryRows<{ column_name: string }>(
      database.connection,
      `DESCRIBE SELECT * FROM ${from}`,
    );
    const names = columns.map(({ column_name }) => column_name);
    if (!names.includes(quarantineColumn.notText)) return quarantined;
    const values = names
      .filter((name) => !isReserved(name))
      .map((name) => {
        const value = quoteIdentifier(name);
        const isBare = `list_contains(${quarantineColumn.notText}, ${quoteLiteral(name)})`;
        return `CASE WHEN ${isBare} THEN coalesce(TRY_CAST(${value} AS JSON), to_json(${value})) ELSE to_json(${value}) END AS ${value}`;
      });
    const file = join(directory, 'as-it-came.parquet');
    await database.connection.run(
      `COPY (SELECT ${values.join(', ')} FROM ${from}) TO ${quoteLiteral(file)} (FORMAT parquet, ROW_GROUP_SIZE 20480)`,
    );
    return file;
  } finally {
    database.close();
  }
}

const totalRows = ({ verdict }: CheckedFile): number =>
  verdict.status === 'accepted' ? verdict.rows + verdict.quarantinedRows : 0;
