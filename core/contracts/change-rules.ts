/**
 * What a change of a contract means to those who hold the contract now:
 * - `breaking`: a file, row or request that was accepted is refused, or the same file is stored with other values, or
 *   the same request is answered by other values, or a column that readers know changes its name, type, unit or whether
 *   it may be null;
 * - `compatible`: more is accepted, and what was accepted is stored and answered as before;
 * - `documentation`: words alone.
 */
export type ChangeClass = 'breaking' | 'compatible' | 'documentation';

/** One kind of change, how it is classed, and why. */
interface ChangeRule {
  readonly kind: string;
  readonly class: ChangeClass;
  readonly why: string;
}

/**
 * The rule table: every kind of change that there is. A *promise* is a bound, a list, a pattern, a length, a share of
 * null, a row count, a freshness, a rule, a unique or a reference; it *refuses*, *repairs* or *warns*, by its action. What
 * it does to a request is `atInference`'s to say, and told beside what it does to files where that is worse.
 */
export const changeRules = [
  { kind: 'description-changed', class: 'documentation', why: 'words alone' },
  { kind: 'owner-changed', class: 'documentation', why: 'another team answers for the same rows' },
  {
    kind: 'written-otherwise',
    class: 'documentation',
    why: 'the same promises, in another order or spelled out',
  },

  { kind: 'optional-column-added', class: 'compatible', why: 'files without it are still accepted' },
  {
    kind: 'dropped-column-added',
    class: 'breaking',
    why: 'files that have it were accepted whatever was in it',
  },
  { kind: 'required-column-added', class: 'breaking', why: 'files without it are refused' },
  {
    kind: 'column-removed',
    class: 'breaking',
    why: 'readers find it no more, and files that have it are refused',
  },
  { kind: 'type-changed', class: 'breaking', why: 'readers find another type, even where it is a wider one' },
  { kind: 'unit-changed', class: 'breaking', why: 'the same number means something else' },
  { kind: 'made-nullable', class: 'breaking', why: 'readers find null where there was none' },
  {
    kind: 'made-not-null',
    class: 'breaking',
    why: 'rows with null are refused or stored with another value',
  },
  { kind: 'made-optional', class: 'compatible', why: 'files without it are accepted as well' },
  { kind: 'made-required', class: 'breaking', why: 'files without it are refused' },

  { kind: 'refusing-promise-narrowed', class: 'breaking', why: 'what was accepted is refused' },
  { kind: 'refusing-promise-widened', class: 'compatible', why: 'more is accepted' },
  {
    kind: 'refusing-promise-replaced',
    class: 'breaking',
    why: 'nothing says that what was accepted still is',
  },
  { kind: 'repairing-promise-narrowed', class: 'breaking', why: 'the same file is stored with other values' },
  { kind: 'repairing-promise-widened', class: 'breaking', why: 'the same file is stored with other values' },
  { kind: 'repairing-promise-replaced', class: 'breaking', why: 'the same file is stored with other values' },
  { kind: 'warning-promise-narrowed', class: 'compatible', why: 'it only counts' },
  { kind: 'warning-promise-widened', class: 'compatible', why: 'it only counts' },
  { kind: 'warning-promise-replaced', class: 'compatible', why: 'it only counts' },

  { kind: 'action-made-stricter', class: 'breaking', why: 'what was accepted is refused' },
  { kind: 'action-made-looser', class: 'compatible', why: 'more is accepted' },
  { kind: 'accepted-made-repaired', class: 'breaking', why: 'the same file is stored with other values' },
  { kind: 'repair-dropped', class: 'breaking', why: 'the same file is stored with other values' },
  { kind: 'repair-changed', class: 'breaking', why: 'the same file is stored with other values' },

  { kind: 'request-refused', class: 'breaking', why: 'requests that were answered get 400' },
  { kind: 'request-answered', class: 'compatible', why: 'requests that got 400 are answered' },
  { kind: 'request-repaired-otherwise', class: 'breaking', why: 'the same request gets another answer' },

  { kind: 'key-changed', class: 'breaking', why: 'other rows count as the same' },
  { kind: 'event-time-changed', class: 'breaking', why: 'rows happen at another time' },
  { kind: 'mode-changed', class: 'breaking', why: 'the same upload leaves other rows in the dataset' },
  { kind: 'additional-columns-refused', class: 'breaking', why: 'files with more columns are refused' },
  { kind: 'additional-columns-dropped', class: 'compatible', why: 'files with more columns are accepted' },
  { kind: 'quarantined-share-lowered', class: 'breaking', why: 'files with as many bad rows are refused' },
  { kind: 'quarantined-share-raised', class: 'compatible', why: 'files with more bad rows are accepted' },
] as const satisfies readonly ChangeRule[];

export type ChangeKind = (typeof changeRules)[number]['kind'];

const byKind = new Map<ChangeKind, (typeof changeRules)[number]>(
  changeRules.map((rule) => [rule.kind, rule]),
);

/** The row of the table for a kind of change. */
export const changeRule = (kind: ChangeKind): ChangeRule => byKind.get(kind)!;
