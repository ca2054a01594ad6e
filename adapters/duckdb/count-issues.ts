import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isRepair } from '../../core/contracts/action-of.ts';
import {
  addBadSql,
  badTable,
  byRuleSql,
  isRefusing,
  noBadSql,
  rowChecks,
  type Screened,
  sampleSql,
  toleratedSql,
  writeBadSql,
  writeFoundSql,
} from '../../core/contracts/check-sql.ts';
import { references } from '../../core/contracts/checks/references.ts';
import { type UniqueCheck, uniques } from '../../core/contracts/checks/uniques.ts';
import type { ContractIssue, InvalidAction } from '../../core/contracts/contract.ts';
import {
  addSuspectsSql,
  countSuspectsSql,
  foundTable,
  missingSql,
  noSuspectsSql,
  partakersSql,
  repeatedSql,
} from '../../core/contracts/cross-row-sql.ts';
import { describeRules } from '../../core/contracts/describe-rules.ts';
import { planSlices } from '../../core/contracts/plan-slices.ts';
import { queryRows } from './query-rows.ts';

/** What was found in a screened file; its bad rows are in `badTable`, their values in `parts`. */
export interface CountedIssues {
  readonly bad: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
  readonly repairs: Readonly<Record<string, number>>;
  readonly sample: readonly ContractIssue[];
  /** Names of the rules, at the places that the bad rows' issues name them by. */
  readonly rules: readonly string[];
  /** Files of the bad rows, for `badRowsSql`. */
  readonly parts: readonly string[];
}

/** Finds the bad rows, rule by rule of the contract, and counts what the other rows break. */
export async function countIssues(request: {
  readonly connection: DuckDBConnection;
  readonly screened: Screened;
  /** Parquet files by dataset, of the datasets that the contract refers to. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Whether the bad rows' values are kept. */
  readonly keepsValues: boolean;
  /** Where the bad rows are put. */
  readonly directory: string;
}): Promise<CountedIssues | { readonly hidden: ContractIssue }> {
  const { connection, screened, keepsValues, directory } = request;
  const { contract } = screened;
  const checks = rowChecks(screened);
  const rules = checks.map(({ rule }) => rule);
  const warnings: Record<string, number> = {};
  const parts: string[] = [];
  const keep = async (write: (file: string) => string): Promise<void> => {
    const file = join(directory, `bad-${parts.length}.parquet`);
    await connection.run(write(file));
    await connection.run(addBadSql(file));
    parts.push(file);
  };
  await connection.run(noBadSql);
  await keep((file) => writeBadSql(screened, checks, keepsValues, file));

  /** Takes the rows in `foundTable` for bad, or counts them. */
  const settle = async (rule: string, action: InvalidAction): Promise<void> => {
    const found = await count(`SELECT count(*) AS n FROM ${foundTable}`);
    if (found === 0) return;
    if (!isRefusing(action)) {
      warnings[rule] = found;
      return;
    }
    rules.push(rule);
    await keep((file) => writeFoundSql(screened, foundTable, rules.length - 1, keepsValues, file));
  };
  for (const unique of uniques(contract)) {
    const suspects = await findSuspects(unique);
    if (typeof suspects !== 'number') return { hidden: suspects };
    if (suspects === 0) continue;
    await connection.run(repeatedSql(screened, unique));
    await settle(unique.rule, unique.action);
  }
  for (const reference of references(contract)) {
    const files = request.references[reference.dataset];
    if (files === undefined) {
      throw new Error(
        `Cannot check ${reference.rule}: the files of dataset '${reference.dataset}' were not given`,
      );
    }
    await connection.run(missingSql(screened, reference, files));
    await settle(reference.rule, reference.action);
  }

  const bad = await count(`SELECT count(*) AS n FROM ${badTable}`);
  const tolerated = checks.filter(({ action }) => !isRefusing(action));
  const repairs: Record<string, number> = {};
  if (tolerated.length > 0) {
    const [counted] = await queryRows<Record<string, bigint>>(
      connection,
      toleratedSql(screened, tolerated, bad > 0),
    );
    tolerated.forEach(({ rule, action }, index) => {
      const rows = Number(counted![`n${index}`]);
      if (rows > 0) (isRepair(action) ? repairs : warnings)[rule] = rows;
    });
  }
  const byRule = await queryRows<{ rule: number; count: bigint }>(connection, byRuleSql);
  const sample = await queryRows<{ row: bigint; rule: number; received: string }>(connection, sampleSql);
  const known = describeRules(contract);
  return {
    bad,
    byRule: Object.fromEntries(byRule.map(({ rule, count: rows }) => [rules[rule]!, Number(rows)])),
    warnings,
    repairs,
    sample: sample.map(({ row, rule, received }): ContractIssue => {
      const { column, expected } = known.get(rules[rule]!)!;
      const named = column === undefined ? {} : { column };
      return { rule: rules[rule]!, ...named, row: Number(row), expected, received };
    }),
    rules,
    parts,
  };

  async function count(sql: string): Promise<number> {
    const [row] = await queryRows<{ n: bigint }>(connection, sql);
    return Number(row!.n);
  }

  /** How many hashes more than one row has, all of them in `suspectTable`; or why that cannot be said. */
  async function findSuspects(unique: UniqueCheck): Promise<number | ContractIssue> {
    const { source, facts } = screened;
    const places = unique.columns.map((name) => contract.columns.findIndex((column) => column.name === name));
    await connection.run(noSuspectsSql);
    let seen = 0;
    let suspects = 0;
    for (const slice of planSlices(source, places)) {
      const part = [screened, unique, slice] as const;
      const [found] = await queryRows<{ rows: bigint; suspects: bigint }>(
        connection,
        countSuspectsSql(...part),
      );
      seen += Number(found!.rows);
      suspects += Number(found!.suspects);
      if (Number(found!.suspects) > 0) await connection.run(addSuspectsSql(...part));
    }
    const allTakePart = places.every(
      (place) => facts[place]!.isSound && facts[place]!.filled === source.rows,
    );
    const partakers = allTakePart
      ? source.rows
      : Number((await queryRows<{ rows: bigint }>(connection, partakersSql(screened, unique)))[0]!.rows);
    // Row groups are skipped by what the file says of them.
    if (seen !== partakers) {
      const received = `${partakers - seen} of ${partakers} rows elsewhere`;
      return { rule: 'file:unreadable', expected: 'rows where the statistics of the file say', received };
    }
    return suspects;
  }
}
