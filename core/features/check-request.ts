import { beginningOf } from '../beginning-of.ts';
import type { ColumnCheck } from '../contracts/check-column.ts';
import { columnChecks } from '../contracts/checks/index.ts';
import type { Column, ColumnType, Contract, ContractIssue } from '../contracts/contract.ts';
import { inferenceActionOf } from '../contracts/inference-action-of.ts';
import { utcTime } from '../contracts/utc-time.ts';
import { shownValue } from './shown-value.ts';

/** One way in which a prediction request breaks the contract: the same issue that an upload's row would have. */
export type RequestIssue = ContractIssue;

export type RequestValue = string | number | boolean | null;

export type CheckedRequest =
  | {
      readonly ok: true;
      /** In the order of the columns, typed and repaired. */
      readonly values: readonly RequestValue[];
      /** The same values by column: what entities are named by. */
      readonly request: Readonly<Record<string, RequestValue>>;
      /** The value that came, as an issue would show it, by each rule whose breach `atInference` repaired. */
      readonly repairs: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly issues: readonly RequestIssue[] };

/** The columns of a request in the order in which their values are bound. */
export function requestColumns(contract: Contract, columns: readonly string[]): Column[] {
  return columns.map((name) => {
    const column = contract.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      throw new Error(`Cannot check a request: column '${name}' is not in contract '${contract.dataset}'`);
    }
    return column;
  });
}

/**
 * Checks a request by the same checks on the same columns as an upload. A column that is absent is null. What
 * happens to a value that breaks its promise is what the column's `atInference` says; where it says nothing, the
 * request is refused. Times become what `utcTime` makes of them.
 */
export function checkRequest(columns: readonly Column[], request: unknown): CheckedRequest {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    const expected = `an object with ${columns.map(({ name }) => name).join(', ')}`;
    return { ok: false, issues: [{ rule: 'request:shape', expected, received: shownValue(request) }] };
  }
  const given = new Map<string, unknown>(Object.entries(request));
  const issues: RequestIssue[] = [];
  const values: RequestValue[] = [];
  const repairs: Record<string, string> = {};
  for (const column of columns) {
    const checked = checkValue(column, given.get(column.name));
    issues.push(...checked.issues);
    values.push(checked.value);
    Object.assign(repairs, checked.repairs);
    given.delete(column.name);
  }
  for (const [name, value] of given) {
    const column = beginningOf(name, 100);
    const expected = `only the columns ${columns.map((known) => known.name).join(', ')}`;
    issues.push({ rule: 'request:additional-column', column, expected, received: shownValue(value) });
  }
  if (issues.length > 0) return { ok: false, issues };
  const named = Object.fromEntries(columns.map(({ name }, index) => [name, values[index]!]));
  return { ok: true, values, request: named, repairs };
}

interface CheckedValue {
  readonly value: RequestValue;
  readonly issues: readonly RequestIssue[];
  readonly repairs: Readonly<Record<string, string>>;
}

function checkValue(column: Column, received: unknown): CheckedValue {
  const absent = received === null || received === undefined;
  const value = absent ? null : typedValue(column.type, received);
  const broken = columnChecks.filter(
    (check) => check.applies(column) && check.isBroken(column, { received, value }),
  );
  if (broken.length === 0) return { value, issues: [], repairs: {} };
  const ruleOf = (check: ColumnCheck): string => `column:${column.name}:${check.name}`;
  const refused = broken.filter((check) => inferenceActionOf(column, check.name) === 'refuse');
  if (refused.length > 0) {
    const issues = refused.map((check) => ({
      rule: ruleOf(check),
      column: column.name,
      expected: expectedOf(check, column, received),
      received: shownValue(received),
    }));
    return { value, issues, repairs: {} };
  }
  const [first] = broken;
  const repairs = Object.fromEntries(broken.map((check) => [ruleOf(check), shownValue(received)]));
  return { value: repaired(column, first!), issues: [], repairs };
}

function repaired(column: Column, check: ColumnCheck): RequestValue {
  const action = inferenceActionOf(column, check.name);
  if (action === 'clip') return written(column, check.name === 'minimum' ? column.minimum! : column.maximum!);
  return typeof action === 'object' ? written(column, action.default) : null;
}

/** A value of the contract's own, which is of the column's type, as a request's would be. */
const written = ({ type }: Column, value: RequestValue): RequestValue =>
  type === 'timestamp' && typeof value === 'string' ? utcTime(value) : value;

/** Of a request's text; a file's may be longer. */
const longestText = 1_024;

const expectedOf = (check: ColumnCheck, column: Column, received: unknown): string =>
  check.name === 'type' && typeof received === 'string' && received.length > longestText
    ? `${check.expected(column)}, in a request of at most ${longestText} characters`
    : check.expected(column);

/** Whether a double holds the number as JSON writes it: below 1e21 a whole number is written out, and read as the file's are. */
const isExact = (value: number): boolean =>
  !Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21;

/** A JSON value as the column's type, null where it cannot be read as that exactly. */
function typedValue(type: ColumnType, value: unknown): RequestValue {
  switch (type) {
    case 'string':
      return typeof value === 'string' && value.length <= longestText && !/[\0\p{Surrogate}]/u.test(value)
        ? value
        : null;
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : null;
    case 'double':
      return Number.isFinite(value) && isExact(value as number) ? (value as number) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'timestamp':
      return typeof value === 'string' ? utcTime(value) : null;
  }
}
