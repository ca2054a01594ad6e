import { actionOf, isRepair } from './action-of.ts';
import { columnChecks } from './checks/index.ts';
import type { Column, Contract, InferenceAction, InvalidAction } from './contract.ts';
import { valueProblem } from './value-problem.ts';

const rowActions: readonly unknown[] = ['reject-file', 'quarantine-row', 'warn'];

/** What is wrong with what a column does to bad values, in files and in requests. */
export function actionProblems(column: Column, contract: Pick<Contract, 'key' | 'eventTime'>): string[] {
  const at = `columns.${column.name}`;
  const problems: string[] = [];
  for (const name of Object.keys(column.on ?? {})) {
    const check = columnChecks.find((candidate) => candidate.name === name);
    if (check === undefined) problems.push(`${at}.on: '${name}' is no check`);
    else if (!check.applies(column)) problems.push(`${at}.on.${name}: the column makes no such promise`);
  }
  const identifies = contract.key.includes(column.name) || contract.eventTime === column.name;
  for (const check of columnChecks) {
    if (!check.applies(column)) continue;
    const action = actionOf(column, check.name);
    const field = column.on?.[check.name] === undefined ? `${at}.onInvalid` : `${at}.on.${check.name}`;
    if (identifies && isRepair(action)) {
      problems.push(
        `${field}: a repaired value of '${column.name}' would make another row of it; it is part of the key or the event time`,
      );
      continue;
    }
    const problem = actionProblem(column, check.name, action);
    if (problem !== null) problems.push(`${field}: for ${check.name}: ${problem}`);
  }
  return [...new Set([...problems, ...inferenceProblems(column)])];
}

function actionProblem(column: Column, check: string, action: InvalidAction): string | null {
  if (action === 'clip') return clipProblem(column, check);
  if (typeof action === 'object' && action !== null) return defaultProblem(column, action);
  if (!rowActions.includes(action)) {
    return `${JSON.stringify(action)} is none of reject-file, quarantine-row, warn, clip, { default }`;
  }
  if (action === 'warn' && (check === 'type' || check === 'not-null')) {
    return 'a value that is not there cannot be accepted with a warning; quarantine it, give a default, or make the column nullable';
  }
  return null;
}

function clipProblem(column: Column, check: string): string | null {
  if (check !== 'minimum' && check !== 'maximum') {
    return `only minimum and maximum can be clipped to; say under 'on' what happens here`;
  }
  const problem = valueProblem(column, column[check]!);
  return problem === null ? null : `cannot clip: ${problem}`;
}

function defaultProblem(column: Column, action: object): string | null {
  if (!('default' in action)) return `${JSON.stringify(action)} has no default`;
  const problem = valueProblem(column, action.default as string | number | boolean | null);
  return problem === null ? null : `default ${problem}`;
}

function inferenceProblems(column: Column): string[] {
  const { atInference } = column;
  if (atInference === undefined) return [];
  const problems: string[] = [];
  const judge = (cause: string, action: InferenceAction | undefined, allowed: readonly string[]): void => {
    if (action === undefined) return;
    const field = `columns.${column.name}.atInference.${cause}`;
    if (typeof action === 'object' && action !== null) {
      // What is unknown may always be unknown to a model, whether or not files may say so.
      const problem = defaultProblem({ ...column, nullable: true }, action);
      if (problem !== null) problems.push(`${field}: ${problem}`);
    } else if (!allowed.includes(action)) {
      problems.push(`${field}: '${action}' is none of ${[...allowed, '{ default }'].join(', ')}`);
    } else if (action === 'clip') {
      const bounds = (['minimum', 'maximum'] as const).filter((bound) => column[bound] !== undefined);
      if (bounds.length === 0) problems.push(`${field}: there is no bound to clip to`);
      for (const bound of bounds) {
        const problem = clipProblem(column, bound);
        if (problem !== null) problems.push(`${field}: ${problem}`);
      }
    }
  };
  if (atInference.onNull !== undefined && column.nullable) {
    problems.push(
      `columns.${column.name}.atInference.onNull: the column is nullable, so null is a good value`,
    );
  }
  if (atInference.onUnknownCategory !== undefined && column.oneOf === undefined) {
    problems.push(`columns.${column.name}.atInference.onUnknownCategory: the column lists no categories`);
  }
  judge('onNull', atInference.onNull, ['refuse']);
  judge('onUnknownCategory', atInference.onUnknownCategory, ['refuse', 'null']);
  judge('onInvalid', atInference.onInvalid, ['refuse', 'null', 'clip']);
  return problems;
}
