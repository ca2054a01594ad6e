import type { Column, ColumnType, Contract } from '../contracts/contract.ts';
import { typeWords } from '../contracts/type-words.ts';

/** One way in which a prediction request is not what the model's definition asks for. */
export interface RequestIssue {
  readonly column: string;
  readonly expected: string;
  readonly received: string;
}

export type RequestValue = string | number | boolean | null;

export type CheckedRequest =
  | { readonly ok: true; readonly values: readonly RequestValue[] }
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

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 100);

/**
 * Checks a request against the same columns that an upload is checked against. Times become
 * `YYYY-MM-DD HH:MM:SS.sss` in UTC.
 */
export function checkRequest(columns: readonly Column[], request: unknown): CheckedRequest {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    return {
      ok: false,
      issues: [
        {
          column: '',
          expected: `an object with ${columns.map(({ name }) => name).join(', ')}`,
          received: shown(request),
        },
      ],
    };
  }
  const given = new Map<string, unknown>(Object.entries(request));
  const issues: RequestIssue[] = [];
  const values: RequestValue[] = [];
  for (const column of columns) {
    const checked = checkValue(column, given.get(column.name));
    if (typeof checked === 'object' && checked !== null) issues.push(checked);
    else values.push(checked);
    given.delete(column.name);
  }
  for (const [column, value] of given) {
    issues.push({ column: column.slice(0, 100), expected: 'no such column', received: shown(value) });
  }
  return issues.length === 0 ? { ok: true, values } : { ok: false, issues };
}

function checkValue(column: Column, value: unknown): RequestValue | RequestIssue {
  const issue = (expected: string): RequestIssue => ({
    column: column.name,
    expected,
    received: shown(value),
  });
  if (value === null || value === undefined) {
    return column.nullable && value === null ? null : issue(typeWords[column.type]);
  }
  const typed = typedValue(column.type, value);
  if (typed === null) return issue(typeWords[column.type]);
  if (typeof typed === 'number') {
    if (column.minimum !== undefined && typed < column.minimum) return issue(`at least ${column.minimum}`);
    if (column.maximum !== undefined && typed > column.maximum) return issue(`at most ${column.maximum}`);
  }
  if (typeof typed === 'string' && column.type === 'string') {
    if (column.oneOf !== undefined && !column.oneOf.includes(typed))
      return issue(`one of ${column.oneOf.join(', ')}`);
    if (column.pattern !== undefined && !new RegExp(`^(?:${column.pattern})$`, 'u').test(typed)) {
      return issue(`text that matches ${column.pattern}`);
    }
  }
  return typed;
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function typedValue(type: ColumnType, value: unknown): string | number | boolean | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' && value.length <= 1_024 && !value.includes('\0') ? value : null;
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : null;
    case 'double':
      return Number.isFinite(value) ? (value as number) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'timestamp':
      return typeof value === 'string' ? utc(value) : null;
  }
}

/** The time in UTC as DuckDB reads it, or null; a time without an offset is UTC. */
function utc(text: string): string | null {
  if (!isoTime.test(text)) return null;
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(text) || !/[T ]/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  if (Number.isNaN(time)) return null;
  const date = new Date(time);
  // Date.parse takes 30 February for 2 March.
  if (!/[+-]\d{2}:\d{2}$/.test(zoned) && date.getUTCDate() !== Number(text.slice(8, 10))) return null;
  if (date.getUTCFullYear() < 1900 || date.getUTCFullYear() >= 2200) return null;
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
