import { inSeconds } from '../duration.ts';
import { actionProblems } from './action-problems.ts';
import { boundsProblems } from './bounds-problems.ts';
import type { Column, ColumnType, Contract } from './contract.ts';
import { engineRowNumber } from './file-source.ts';
import { isLess } from './is-less.ts';
import { memberProblems } from './member-problems.ts';
import { patternProblem } from './pattern-problem.ts';
import { isReserved } from './quarantine-columns.ts';
import { rowRuleProblem } from './row-rule-problem.ts';
import { ruleEntries } from './rule-entries.ts';
import { isSemanticVersion } from './semantic-version.ts';
import { utcTime } from './utc-time.ts';

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const types: readonly ColumnType[] = ['string', 'integer', 'double', 'boolean', 'timestamp'];
const mostColumns = 1_000;
const longestText = 1_000_000;
const fileActions: readonly string[] = ['reject-file', 'warn'];
const rowActions: readonly string[] = ['reject-file', 'quarantine-row', 'warn'];
const modes: readonly string[] = ['append', 'replace'];

/**
 * Everything that is wrong with a contract, as sentences that name the field; empty if it can be published.
 * Each is found where the contract is written, so that no file has to arrive to find it.
 */
export function checkContract(contract: Contract): string[] {
  const problems: string[] = [];
  const names = contract.columns.map(({ name }) => name);
  if (!kebabCase.test(contract.dataset) || contract.dataset.length > 64) {
    problems.push(`dataset: '${contract.dataset}' is not kebab-case of at most 64 characters`);
  }
  if (!isSemanticVersion(contract.version)) {
    problems.push(`version: '${contract.version}' is not a semantic version such as 1.0.0`);
  }
  if (contract.description.trim() === '') problems.push('description: is empty');
  if (!kebabCase.test(contract.owner)) problems.push(`owner: '${contract.owner}' is not kebab-case`);
  if (names.length === 0) problems.push('columns: there is none');
  if (names.length > mostColumns) problems.push(`columns: ${names.length} are more than ${mostColumns}`);
  problems.push(...repeated(names).map((name) => `columns: '${name}' is there twice (case does not count)`));
  for (const column of contract.columns) {
    problems.push(...columnProblems(column), ...actionProblems(column, contract));
  }
  problems.push(...memberProblems(contract));
  problems.push(...keyProblems(contract), ...eventTimeProblems(contract));
  problems.push(...uniqueProblems(contract), ...referenceProblems(contract), ...fileProblems(contract));
  problems.push(
    ...repeated(contract.rules.map(({ name }) => name)).map((name) => `rules: '${name}' is there twice`),
  );
  for (const rule of contract.rules) {
    if (!kebabCase.test(rule.name)) problems.push(`rules: '${rule.name}' is not kebab-case`);
    if (rule.description.trim() === '') problems.push(`rules.${rule.name}.description: is empty`);
    if (rule.onBroken !== undefined) {
      problems.push(...actionProblem(`rules.${rule.name}.onBroken`, rule.onBroken, rowActions));
    }
    const problem = rowRuleProblem(rule.sql, names);
    if (problem !== null) problems.push(`rules.${rule.name}.sql: ${problem}`);
  }
  // Names of columns that are there twice are told above.
  const collisions =
    repeated(names).length > 0 ? [] : repeatedExactly(ruleEntries(contract).map(([name]) => name));
  problems.push(
    ...collisions.map((name) => `two rules are called '${name}': what breaks one would be told of both`),
  );
  problems.push(
    ...actionProblem('onAdditionalColumns', contract.onAdditionalColumns, ['reject-file', 'drop-column']),
  );
  const share = contract.maximumQuarantinedShare;
  if (!(share >= 0 && share <= 1)) problems.push(`maximumQuarantinedShare: ${share} is not in [0, 1]`);
  return problems;
}

function columnProblems(column: Column): string[] {
  const at = `columns.${column.name}`;
  const problems: string[] = [];
  if (column.name === '' || column.name.length > 128)
    problems.push(`${at}: 1 to 128 characters name a column`);
  if (/\p{Cc}/u.test(column.name)) problems.push(`${at}: has a control character in its name`);
  if (isReserved(column.name)) problems.push(`${at}: names beginning with 'ballast_' are Ballast's own`);
  if (column.name.toLowerCase() === engineRowNumber)
    problems.push(`${at}: the engine numbers rows by this name`);
  if (!types.includes(column.type))
    problems.push(`${at}.type: '${column.type}' is none of ${types.join(', ')}`);
  if (column.description.trim() === '') problems.push(`${at}.description: is empty`);
  for (const bound of ['minimum', 'maximum'] as const) {
    const value = column[bound];
    const problem = value === undefined ? null : boundProblem(column, value);
    if (problem !== null) problems.push(`${at}.${bound}: ${problem}`);
  }
  if (isLess(column.maximum, column.minimum)) {
    problems.push(`${at}: minimum ${column.minimum} is above maximum ${column.maximum}`);
  }
  if (column.oneOf !== undefined) {
    if (column.type !== 'string' && column.type !== 'integer') {
      problems.push(`${at}.oneOf: lists text or integers, this is a ${column.type}`);
    }
    if (column.oneOf.length === 0) problems.push(`${at}.oneOf: lists nothing, no value could pass`);
    for (const value of column.oneOf) {
      const problem = listedProblem(column, value);
      if (problem !== null) problems.push(`${at}.oneOf: ${JSON.stringify(value)} is ${problem}`);
    }
    problems.push(
      ...repeatedExactly(column.oneOf).map((value) => `${at}.oneOf: ${JSON.stringify(value)} is there twice`),
    );
  }
  if (column.pattern !== undefined) {
    if (column.type !== 'string') problems.push(`${at}.pattern: matches text, this is a ${column.type}`);
    const problem = patternProblem(column.pattern);
    if (problem !== null) problems.push(`${at}.pattern: ${problem}`);
  }
  const lengths = {
    ...(column.minimumLength === undefined ? {} : { minimum: column.minimumLength }),
    ...(column.maximumLength === undefined ? {} : { maximum: column.maximumLength }),
  };
  if (Object.keys(lengths).length > 0) {
    if (column.type !== 'string') problems.push(`${at}: lengths are of text, this is a ${column.type}`);
    problems.push(...boundsProblems(`${at} length`, lengths, { least: 0, most: longestText, whole: true }));
  }
  if (column.optional === true && !column.nullable) {
    problems.push(`${at}.optional: a file that lacks the column has null in it, which it may not be`);
  }
  if (column.nullShare !== undefined) {
    const share = column.nullShare;
    if (!column.nullable) problems.push(`${at}.nullShare: the column may never be null`);
    problems.push(...boundsProblems(`${at}.nullShare`, share, { least: 0, most: 1, whole: false }));
    problems.push(...actionProblem(`${at}.nullShare.onBroken`, share.onBroken, fileActions));
  }
  return problems;
}

function boundProblem({ type }: Column, bound: number | string): string | null {
  switch (type) {
    case 'integer':
    case 'double':
      return Number.isFinite(bound) ? null : `${shown(bound)} is not a finite number`;
    case 'timestamp':
      return typeof bound === 'string' && utcTime(bound) !== null
        ? null
        : `${shown(bound)} is not a time as ISO 8601 text from 1900 until 2199, such as '2013-01-01T00:00:00Z'`;
    default:
      return `only numbers and timestamps have bounds, this is a ${type}`;
  }
}

/** A bound as it was written; JSON has no NaN. */
const shown = (value: number | string): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(value);

function listedProblem({ type }: Column, value: string | number): string | null {
  if (type === 'integer') {
    return Number.isSafeInteger(value) ? null : 'no whole number that a file can have';
  }
  return typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value)
    ? null
    : 'no text that a file can have';
}

function keyProblems({ key, columns }: Contract): string[] {
  if (key.length === 0) return ['key: names no column'];
  return key.flatMap((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) return [`key: '${name}' is not a column`];
    return column.nullable ? [`key: '${name}' may be null, so it cannot identify a row`] : [];
  });
}

function eventTimeProblems({ eventTime, columns }: Contract): string[] {
  const column = columns.find(({ name }) => name === eventTime);
  if (column === undefined) return [`eventTime: '${eventTime}' is not a column`];
  if (column.type !== 'timestamp') return [`eventTime: '${eventTime}' is a ${column.type}, not a timestamp`];
  return column.nullable ? [`eventTime: '${eventTime}' may be null`] : [];
}

const actionProblem = (at: string, action: string, allowed: readonly string[]): string[] =>
  allowed.includes(action) ? [] : [`${at}: '${action}' is none of ${allowed.join(', ')}`];

function columnListProblems(at: string, names: readonly string[], { columns }: Contract): string[] {
  if (names.length === 0) return [`${at}: names no column`];
  const unknown = names.filter((name) => !columns.some((column) => column.name === name));
  return [
    ...unknown.map((name) => `${at}: '${name}' is not a column`),
    ...repeated(names).map((name) => `${at}: '${name}' is there twice`),
  ];
}

function uniqueProblems(contract: Contract): string[] {
  const sets = [contract.key, ...(contract.uniques ?? []).map(({ columns }) => columns)];
  const same = repeated(sets.map((columns) => [...columns].sort().join(', ')));
  return [
    ...(contract.uniques ?? []).flatMap(({ columns, onRepeated }, index) => [
      ...columnListProblems(`uniques.${index}`, columns, contract),
      ...actionProblem(`uniques.${index}.onRepeated`, onRepeated, rowActions),
    ]),
    ...same.map((columns) => `uniques: ${columns} are unique already`),
  ];
}

function referenceProblems(contract: Contract): string[] {
  const names = (contract.references ?? []).map(({ dataset, columns }) => `${dataset} ${columns.join('+')}`);
  return [
    ...(contract.references ?? []).flatMap(({ columns, dataset, referenced, onMissing }) => {
      const at = `references.${dataset}`;
      return [
        ...columnListProblems(at, columns, contract),
        ...(columns.length === referenced.length
          ? []
          : [`${at}: ${columns.length} columns refer to ${referenced.length}`]),
        ...(dataset === contract.dataset
          ? [`${at}: a dataset cannot refer to itself: its newest version lacks the very file`]
          : []),
        ...actionProblem(`${at}.onMissing`, onMissing, rowActions),
      ];
    }),
    ...repeated(names).map((name) => `references: '${name}' is there twice`),
  ];
}

function fileProblems({ mode, rowCount, freshness }: Contract): string[] {
  const problems = mode === undefined ? [] : actionProblem('mode', mode, modes);
  if (rowCount !== undefined) {
    problems.push(
      ...boundsProblems('rowCount', rowCount, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true }),
      ...actionProblem('rowCount.onBroken', rowCount.onBroken, fileActions),
    );
  }
  if (freshness !== undefined) {
    const seconds = inSeconds(freshness.maximumAge);
    if (!(seconds > 0 && Number.isFinite(seconds))) {
      problems.push(`freshness.maximumAge: ${seconds} seconds are no length of time above 0`);
    }
    problems.push(...actionProblem('freshness.onStale', freshness.onStale, fileActions));
  }
  return problems;
}

const repeatedExactly = <Of>(values: readonly Of[]): Of[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const folded = name.toLowerCase();
    if (seen.has(folded)) return true;
    seen.add(folded);
    return false;
  });
}
