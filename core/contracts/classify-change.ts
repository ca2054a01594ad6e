import { actionOf, isRepair } from './action-of.ts';
import { type ChangeClass, type ChangeKind, changeRule } from './change-rules.ts';
import type { AtInference, Column, Contract, InvalidAction } from './contract.ts';
import { contractDigest } from './contract-digest.ts';
import { isLess } from './is-less.ts';
import { type Allowed, type Promised, promises } from './promises.ts';
import { utcTime } from './utc-time.ts';

/** One difference between two contracts of a dataset, and what it means. */
export interface ContractChange {
  readonly kind: ChangeKind;
  /** Where: `columns.distance.maximum`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly class: ChangeClass;
  readonly why: string;
}

type Told = (kind: ChangeKind, field: string, from: unknown, to: unknown) => void;

/**
 * Every difference between a published contract and what is to take its place, each with its class from the rule
 * table; empty only if the two say the same (their versions apart).
 * @param asked the columns that prediction requests carry; any, where it is not said
 */
export function classifyChange(from: Contract, to: Contract, asked?: ReadonlySet<string>): ContractChange[] {
  const changes: ContractChange[] = [];
  const tell: Told = (kind, field, before, after) => {
    const { class: meaning, why } = changeRule(kind);
    changes.push({ kind, field, from: shown(before), to: shown(after), class: meaning, why });
  };
  compareWhole(from, to, tell);
  compareColumns(from, to, tell);
  comparePromises(from, to, (column) => asked?.has(column) ?? true, tell);
  if (
    changes.length === 0 &&
    contractDigest({ ...from, version: '' }) !== contractDigest({ ...to, version: '' })
  ) {
    tell('written-otherwise', 'contract', from.version, to.version);
  }
  return changes;
}

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);

function compareWhole(from: Contract, to: Contract, tell: Told): void {
  if (from.description !== to.description) {
    tell('description-changed', 'description', from.description, to.description);
  }
  if (from.owner !== to.owner) tell('owner-changed', 'owner', from.owner, to.owner);
  const [before, after] = [from.mode ?? 'append', to.mode ?? 'append'];
  if (before !== after) tell('mode-changed', 'mode', before, after);
  const keys = [from.key, to.key].map((key) => JSON.stringify([...key].sort()));
  if (keys[0] !== keys[1]) tell('key-changed', 'key', keys[0], keys[1]);
  if (from.eventTime !== to.eventTime) tell('event-time-changed', 'eventTime', from.eventTime, to.eventTime);
  if (from.onAdditionalColumns !== to.onAdditionalColumns) {
    const kind =
      to.onAdditionalColumns === 'reject-file' ? 'additional-columns-refused' : 'additional-columns-dropped';
    tell(kind, 'onAdditionalColumns', from.onAdditionalColumns, to.onAdditionalColumns);
  }
  const shares = [from.maximumQuarantinedShare, to.maximumQuarantinedShare] as const;
  if (shares[0] !== shares[1]) {
    const kind = shares[1] < shares[0] ? 'quarantined-share-lowered' : 'quarantined-share-raised';
    tell(kind, 'maximumQuarantinedShare', ...shares);
  }
  const rules = new Map(from.rules.map((rule) => [rule.name, rule.description]));
  for (const { name, description } of to.rules) {
    const earlier = rules.get(name);
    if (earlier !== undefined && earlier !== description) {
      tell('description-changed', `rules.${name}.description`, earlier, description);
    }
  }
}

function compareColumns(from: Contract, to: Contract, tell: Told): void {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const after = new Map(to.columns.map((column) => [column.name, column]));
  for (const [name, column] of before) {
    const next = after.get(name);
    if (next === undefined) tell('column-removed', `columns.${name}`, column.type, undefined);
    else compareColumn(column, next, tell);
  }
  for (const [name, column] of after) {
    if (before.has(name)) continue;
    const kind =
      column.optional !== true
        ? 'required-column-added'
        : from.onAdditionalColumns === 'drop-column'
          ? 'dropped-column-added'
          : 'optional-column-added';
    tell(kind, `columns.${name}`, undefined, column.type);
  }
}

function compareColumn(from: Column, to: Column, tell: Told): void {
  const at = `columns.${from.name}`;
  if (from.description !== to.description) {
    tell('description-changed', `${at}.description`, from.description, to.description);
  }
  if (from.type !== to.type) tell('type-changed', `${at}.type`, from.type, to.type);
  if (from.unit !== to.unit) tell('unit-changed', `${at}.unit`, from.unit, to.unit);
  if (from.nullable !== to.nullable) {
    tell(to.nullable ? 'made-nullable' : 'made-not-null', `${at}.nullable`, from.nullable, to.nullable);
  } else if (!to.nullable) {
    compareActions(`${at}.on.not-null`, actionOf(from, 'not-null'), actionOf(to, 'not-null'), tell);
  }
  compareActions(`${at}.on.type`, actionOf(from, 'type'), actionOf(to, 'type'), tell);
  const [before, after] = [from.optional ?? false, to.optional ?? false];
  if (before !== after) tell(after ? 'made-optional' : 'made-required', `${at}.optional`, before, after);
  for (const cause of ['onNull', 'onUnknownCategory', 'onInvalid'] as const) {
    compareInference(`${at}.atInference.${cause}`, from.atInference?.[cause], to.atInference?.[cause], tell);
  }
}

function compareInference(
  field: string,
  from: AtInference[keyof AtInference] = 'refuse',
  to: AtInference[keyof AtInference] = 'refuse',
  tell: Told,
): void {
  if (shown(from) === shown(to)) return;
  if (from === 'refuse') tell('request-answered', field, from, to);
  else tell(to === 'refuse' ? 'request-refused' : 'request-repaired-otherwise', field, from, to);
}

function comparePromises(
  from: Contract,
  to: Contract,
  isAsked: (column: string) => boolean,
  tell: Told,
): void {
  const before = promises(from, isAsked);
  const after = promises(to, isAsked);
  const isGone = ({ column }: Promised, contract: Contract): boolean =>
    column !== undefined && !contract.columns.some(({ name }) => name === column);
  for (const [field, promised] of before) {
    if (isGone(promised, to)) continue;
    const next = after.get(field);
    const how = next === undefined ? 'widened' : difference(promised.allowed, next.allowed);
    if (how !== null) {
      // Where both the promise and its action change, the stronger action tells what is at stake.
      const kind =
        `${effect(next === undefined ? promised : stronger(promised, next))}-promise-${how}` as const;
      const told = [words(promised.allowed), next === undefined ? undefined : words(next.allowed)] as const;
      tell(kind, field, ...told);
      compareRequests(kind, how, promised, next, (asked) => tell(asked, `${field} (requests)`, ...told));
    }
    if (next !== undefined) compareActions(`${field} (action)`, promised.action, next.action, tell);
  }
  for (const [field, promised] of after) {
    if (before.has(field) || isGone(promised, from)) continue;
    const kind = `${effect(promised)}-promise-narrowed` as const;
    const told = [undefined, words(promised.allowed)] as const;
    tell(kind, field, ...told);
    compareRequests(kind, 'narrowed', undefined, promised, (asked) =>
      tell(asked, `${field} (requests)`, ...told),
    );
  }
}

/**
 * Tells what a changed promise does to requests where that is worse than what it does to files: a promise that only
 * warns of a row refuses a request, and a value that a request is answered with instead depends on what is allowed.
 */
function compareRequests(
  ofFiles: ChangeKind,
  how: 'narrowed' | 'widened' | 'replaced',
  from: Promised | undefined,
  to: Promised | undefined,
  tell: (kind: ChangeKind) => void,
): void {
  if (changeRule(ofFiles).class === 'breaking') return;
  const actions = [from?.atInference, to?.atInference].filter((action) => action !== undefined);
  const [before] = actions;
  // What was refused is answered.
  if (before === undefined || (how === 'widened' && before === 'refuse')) return;
  const repairs = actions.some((action) => action !== 'refuse');
  tell(repairs ? 'request-repaired-otherwise' : 'request-refused');
}

const effect = ({ action }: Promised): 'refusing' | 'repairing' | 'warning' =>
  isRepair(action) ? 'repairing' : action === 'warn' ? 'warning' : 'refusing';

const stronger = (one: Promised, other: Promised): Promised =>
  ['warning', 'refusing', 'repairing'].indexOf(effect(one)) >
  ['warning', 'refusing', 'repairing'].indexOf(effect(other))
    ? one
    : other;

function difference(from: Allowed, to: Allowed): 'narrowed' | 'widened' | 'replaced' | null {
  if (sameness(from) === sameness(to)) return null;
  if (from.kind === 'minimum' && to.kind === 'minimum') {
    return raised(from.bound, to.bound);
  }
  if (from.kind === 'maximum' && to.kind === 'maximum') {
    return raised(to.bound, from.bound);
  }
  if (from.kind === 'list' && to.kind === 'list') {
    const gone = from.values.some((value) => !to.values.includes(value));
    return gone ? 'narrowed' : 'widened';
  }
  return 'replaced';
}

/** What it means that a minimum goes from one bound to another, or a maximum back; a number and a time cannot be compared. */
const raised = (from: number | string, to: number | string): 'narrowed' | 'widened' | 'replaced' =>
  isLess(from, to) ? 'narrowed' : isLess(to, from) ? 'widened' : 'replaced';

/** Equal for what allows the same: lists in any order, times in any text. */
function sameness(allowed: Allowed): string {
  if (allowed.kind === 'list') return JSON.stringify(inOrder(allowed.values));
  if (allowed.kind === 'text') return JSON.stringify(allowed);
  const { kind, bound } = allowed;
  return JSON.stringify({ kind, bound: typeof bound === 'string' ? utcTime(bound) : bound });
}

const words = (allowed: Allowed): string =>
  allowed.kind === 'list'
    ? inOrder(allowed.values).map(quoted).join(', ')
    : allowed.kind === 'text'
      ? allowed.text
      : String(allowed.bound);

/** A value as it is; in quotes where it would look like two. */
const quoted = (value: string | number): string =>
  String(value).includes(',') ? JSON.stringify(value) : String(value);

/** Whole numbers from the least to the greatest, texts as their characters are numbered. */
const inOrder = (values: readonly (string | number)[]): (string | number)[] =>
  values.every((value) => typeof value === 'number')
    ? [...values].sort((one, other) => one - other)
    : [...values].sort();

/** From the action that lets most through to the one that lets least. */
const strictness = ['warn', 'quarantine-row', 'reject-file'];

function compareActions(field: string, from: InvalidAction, to: InvalidAction, tell: Told): void {
  if (shown(from) === shown(to)) return;
  const [before, after] = [isRepair(from), isRepair(to)];
  if (before && after) tell('repair-changed', field, from, to);
  else if (after) tell(from === 'warn' ? 'accepted-made-repaired' : 'action-made-looser', field, from, to);
  else if (before) tell(to === 'warn' ? 'repair-dropped' : 'action-made-stricter', field, from, to);
  else {
    const stricter = strictness.indexOf(to as string) > strictness.indexOf(from as string);
    tell(stricter ? 'action-made-stricter' : 'action-made-looser', field, from, to);
  }
}
