import { inSeconds } from '../duration.ts';
import { actionOf } from './action-of.ts';
import type { Contract, InvalidAction } from './contract.ts';

/**
 * What a promise allows, so that two versions of it can be compared:
 * - a `bound`, where less (or more) is allowed the smaller (or larger) it is;
 * - a `list` of the allowed values;
 * - `text`, of which only equality is known: a pattern, an expression, a list of columns.
 */
export type Allowed =
  | { readonly kind: 'minimum' | 'maximum'; readonly bound: number }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly text: string };

/** A promise that a contract may or may not make, with its action. */
export interface Promised {
  /** The field that makes it: `columns.distance.maximum`. */
  readonly field: string;
  /** The column that it is about; absent where it is about rows or the file. */
  readonly column?: string;
  readonly allowed: Allowed;
  readonly action: InvalidAction;
}

/** Every promise of a contract beyond type and null, by field. */
export function promises(contract: Contract): ReadonlyMap<string, Promised> {
  const found = new Map<string, Promised>();
  let column: string | undefined;
  const add = (field: string, allowed: Allowed, action: InvalidAction): void => {
    found.set(field, { field, ...(column === undefined ? {} : { column }), allowed, action });
  };
  const bounds = (
    field: string,
    { minimum, maximum }: { readonly minimum?: number; readonly maximum?: number },
    action: InvalidAction,
  ): void => {
    if (minimum !== undefined) add(`${field}.minimum`, { kind: 'minimum', bound: minimum }, action);
    if (maximum !== undefined) add(`${field}.maximum`, { kind: 'maximum', bound: maximum }, action);
  };
  for (const promising of contract.columns) {
    column = promising.name;
    const at = `columns.${column}`;
    const { minimum, maximum, minimumLength, maximumLength, oneOf, pattern, nullShare } = promising;
    if (minimum !== undefined) {
      add(`${at}.minimum`, { kind: 'minimum', bound: minimum }, actionOf(promising, 'minimum'));
    }
    if (maximum !== undefined) {
      add(`${at}.maximum`, { kind: 'maximum', bound: maximum }, actionOf(promising, 'maximum'));
    }
    if (oneOf !== undefined)
      add(`${at}.oneOf`, { kind: 'list', values: oneOf }, actionOf(promising, 'one-of'));
    if (pattern !== undefined) {
      add(`${at}.pattern`, { kind: 'text', text: pattern }, actionOf(promising, 'pattern'));
    }
    if (minimumLength !== undefined) {
      const action = actionOf(promising, 'minimum-length');
      add(`${at}.minimumLength`, { kind: 'minimum', bound: minimumLength }, action);
    }
    if (maximumLength !== undefined) {
      const action = actionOf(promising, 'maximum-length');
      add(`${at}.maximumLength`, { kind: 'maximum', bound: maximumLength }, action);
    }
    if (nullShare !== undefined) bounds(`${at}.nullShare`, nullShare, nullShare.onBroken);
  }
  column = undefined;
  for (const { name, sql, onBroken } of contract.rules) {
    add(`rules.${name}`, { kind: 'text', text: sql }, onBroken ?? 'quarantine-row');
  }
  for (const { columns, onRepeated } of contract.uniques ?? []) {
    const names = [...columns].sort().join('+');
    add(`uniques.${names}`, { kind: 'text', text: names }, onRepeated);
  }
  for (const { columns, dataset, referenced, onMissing } of contract.references ?? []) {
    const text = referenced.join('+');
    add(`references.${dataset}:${columns.join('+')}`, { kind: 'text', text }, onMissing);
  }
  if (contract.rowCount !== undefined) bounds('rowCount', contract.rowCount, contract.rowCount.onBroken);
  if (contract.freshness !== undefined) {
    const bound = inSeconds(contract.freshness.maximumAge);
    add('freshness', { kind: 'maximum', bound }, contract.freshness.onStale);
  }
  return found;
}
