import { castSql, isPlain, plainBoundsSql, plainSql, receivedSql } from './cast-sql.ts';
import type { ColumnSql } from './check-column.ts';
import { columnChecks } from './checks/index.ts';
import type { Contract } from './contract.ts';
import { type FileSource, rawColumn, valueColumn } from './file-source.ts';

/** What one cheap look at every value of a column says. */
export interface ColumnFacts {
  /** How many rows have a value, good or bad. */
  readonly filled: number;
  /** Whether every value is of the contract's type as it came, so that none needs a cast. */
  readonly isSound: boolean;
  /** Names of the checks that some value may break; the others no value breaks. */
  readonly mayBreak: ReadonlySet<string>;
}

/**
 * The statement of the first pass: for each column how many values there are, whether all are of its type, and
 * which of its checks may be broken at all. Bounds are judged on the least and the greatest value alone, which costs
 * a third of counting what lies beyond them; most files break few rules, and only those are counted row by row.
 */
export function screenSql(contract: Contract, source: FileSource): string {
  const selected = contract.columns.flatMap((column, index) => {
    const { type, isTyped } = source.columns[index]!;
    const raw = rawColumn(index);
    const isAsItCame = !isTyped && isPlain(column.type, type);
    const value = isTyped ? valueColumn(index) : isAsItCame ? raw : castSql(column.type, raw, type);
    const sound = isAsItCame ? plainBoundsSql(column.type, raw, type) : `count(${raw}) = count(${value})`;
    const flags = columnChecks.flatMap((check) => {
      if (!check.applies(column) || check.name === 'not-null' || check.name === 'type') return [];
      const broken = (of: string): string =>
        check.broken(column, { received: receivedSql(raw, type), value: of });
      const condition =
        check.name === 'minimum'
          ? `coalesce(${broken(`min(${value})`)}, false)`
          : check.name === 'maximum'
            ? `coalesce(${broken(`max(${value})`)}, false)`
            : `count_if(${broken(value)}) > 0`;
      return [`CASE WHEN ${condition} THEN '${check.name}' END`];
    });
    return [
      `count(${raw}) AS filled_${index}`,
      `${sound} AS sound_${index}`,
      `concat_ws(',', ${[...flags, "''"].join(', ')}) AS flags_${index}`,
    ];
  });
  return `SELECT count(*) AS rows, ${selected.join(',\n    ')} FROM ${source.relation}`;
}

/** Reads the row that `screenSql` answers with. */
export function readScreen(
  contract: Contract,
  row: Readonly<Record<string, unknown>>,
): { readonly rows: number; readonly facts: readonly ColumnFacts[] } {
  const rows = Number(row.rows);
  const facts = contract.columns.map((_, index): ColumnFacts => {
    const filled = Number(row[`filled_${index}`]);
    const isSound = row[`sound_${index}`] === true;
    const mayBreak = new Set(String(row[`flags_${index}`]).split(',').filter(Boolean));
    if (filled < rows) mayBreak.add('not-null');
    if (!isSound) mayBreak.add('type');
    return { filled, isSound, mayBreak };
  });
  return { rows, facts };
}

/** The SQL of a column's value as it came, and as the contract's type, as cheap as the facts allow. */
export function columnSql(
  contract: Contract,
  source: FileSource,
  facts: readonly ColumnFacts[],
  index: number,
): ColumnSql {
  const { type, isTyped } = source.columns[index]!;
  const raw = rawColumn(index);
  const column = contract.columns[index]!;
  const cast =
    facts[index]!.isSound && isPlain(column.type, type)
      ? plainSql(column.type, raw, type)
      : castSql(column.type, raw, type);
  return { received: receivedSql(raw, type), value: isTyped ? valueColumn(index) : cast };
}
