import { inSeconds } from '../duration.ts';
import { actionOf } from './action-of.ts';
import type { Column, ColumnCheckName, Contract, InferenceAction, InvalidAction } from './contract.ts';
import { inferenceActionOf } from './inference-action-of.ts';

/**
 * What a promise allows, so that two versions of it can be compared:
 * - a `bound`, a number or a time as text, where less (or more) is allowed the smaller (or larger) it is;
 * - a `list` of the allowed values;
 * - `text`, of which only equality is known: a pattern, an expression, a list of columns.
 */
export type Allowed =
  | { readonly kind: 'minimum' | 'maximum'; readonly bound: number | string }
  | { readonly kind: 'list'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'text'; readonly text: string };

/** A promise that a contract may or may not make, with its action. */
export interface Promised {
  /** The field that makes it: `columns.distance.maximum`. */
  readonly field: string;
  /** The column that it is about; absent where it is about rows or the file. */
  readonly column?: string;
  readonly allowed: Allowed;
  readonly action: InvalidAction;
  /** What a prediction request that breaks it gets; absent where no request is judged by it. */
  readonly atInference?: InferenceAction;
}

/**
 * Every promise of a contract beyond type and null, by field.
 * @param isAsked whether prediction requests carry a column
 */
export function promises(
  contract: Contract,
  isAsked: (column: string) => boolean,
): ReadonlyMap<string, Promised> {
  const found = new Map<string, Promised>();
  let column: string | undefined;
  const add = (field: string, allowed: Allowed, action: InvalidAction): void => {
    found.set(field, { field, ...(column === undefined ? {} : { column }), allowed, action });
  };
  const addOf = (promising: Column, member: string, check: ColumnCheckName, allowed: Allowed): void => {
    const field = `columns.${promising.name}.${member}`;
    const atInference = isAsked(promising.name) ? { atInference: inferenceActionOf(promising, check) } : {};
    const action = actionOf(promising, check);
    found.set(field, { field, column: promising.name, allowed, action, ...atInference });
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
    const { minimum, maximum, minimumLength, maximumLength, oneOf, pattern, nullShare } = promising;
    if (minimum !== undefined) addOf(promising, 'minimum', 'minimum', { kind: 'minimum', bound: minimum });
    if (maximum !== undefined) addOf(promising, 'maximum', 'maximum', { kind: 'maximum', bound: maximum });
    if (oneOf !== undefined) addOf(promising, 'oneOf', 'one-of', { kind: 'list', values: oneOf });
    if (pattern !== undefined) addOf(promising, 'pattern', 'pattern', { kind: 'text', text: pattern });
    if (minimumLength !== undefined) {
      addOf(promising, 'minimumLength', 'minimum-length', { kind: 'minimum', bound: minimumLength });
    }
    if (maximumLength !== undefined) {
      addOf(promising, 'maximumLength', 'maximum-length', { kind: 'maximum', bound: maximumLength });
    }
    if (nullShare !== undefined) bounds(`columns.${column}.nullShare`, nullShare, nullShare.onBroken);
  }
  column = undefined;
  for (const { name, sql, onBroken } of contract.rules) {
    add(`rules.${name}`, { kind: 'text', text: sql }, onBroken ?? 'quarantine-row');
  }
  for (const { columns, onRepeated } of contract.uniques ?? []) {
    const names = [...columns].sort();
    add(`uniques.${names.join('+')}`, { kind: 'text', text: JSON.stringify(names) }, onRepeated);
  }
  for (const { columns, dataset, referenced, onMissing } of contract.references ?? []) {
    const text = JSON.stringify(referenced);
    add(`references.${dataset}:${columns.join('+')}`, { kind: 'text', text }, onMissing);
  }
  if (contract.rowCount !== undefined) bounds('rowCount', contract.rowCount, contract.rowCount.onBroken);
  if (contract.freshness !== undefined) {
    const bound = inSeconds(contract.freshness.maximumAge);
    add('freshness', { kind: 'maximum', bound }, contract.freshness.onStale);
  }
  return found;
}
