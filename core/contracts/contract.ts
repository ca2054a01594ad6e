import type { Duration } from '../duration.ts';

/**
 * A data contract: what a dataset's producer promises and what happens to the
 * rows and files that break the promise. Plain data, so that it can be hashed,
 * compared, stored and shown.
 */
export interface Contract {
  /** The dataset's name, kebab-case: also the folder below `landing/`. */
  readonly dataset: string;
  /** Semantic version of this contract. */
  readonly version: string;
  readonly description: string;
  /** Whose dataset it is: the name of an owner that a model definition declares. */
  readonly owner: string;
  /** What an accepted upload does to the dataset; `append` where it is not said. */
  readonly mode?: WriteMode;
  /** The columns, in no particular order. A file must have each of them by name, save the `optional` ones. */
  readonly columns: readonly Column[];
  /** Columns that together identify a row. A repeated key quarantines the later row. */
  readonly key: readonly string[];
  /** Further columns or combinations of columns whose values may be there once only in a file. */
  readonly uniques?: readonly Unique[];
  /** Columns whose values must be in another dataset's newest version. */
  readonly references?: readonly Reference[];
  /** The timestamp column that says when the row's event happened (UTC). */
  readonly eventTime: string;
  /** Rules across columns: SQL expressions that are true for a good row. */
  readonly rules: readonly RowRule[];
  /** How many rows a file may have. */
  readonly rowCount?: RowCount;
  /** How old a file's newest event may be. */
  readonly freshness?: Freshness;
  /** What happens when a file has a column that the contract does not name. */
  readonly onAdditionalColumns: 'reject-file' | 'drop-column';
  /** A file with a larger share of bad rows than this, in [0, 1], is rejected whole. */
  readonly maximumQuarantinedShare: number;
}

/**
 * - `append`: a landing key is a slot; its rows replace what an earlier upload under the same key brought, and stand
 *   beside what other keys have;
 * - `replace`: an upload replaces all that the dataset held.
 */
export type WriteMode = 'append' | 'replace';

export type ColumnType = 'string' | 'integer' | 'double' | 'boolean' | 'timestamp';

/** A value that stands in for a bad one. */
export interface DefaultValue {
  /** Of the column's type (a timestamp as ISO 8601 text), or null where the column is nullable. */
  readonly default: string | number | boolean | null;
}

/** What happens to a file whose whole breaks a promise. */
export type FileAction = 'reject-file' | 'warn';

/** What happens to a row that breaks a promise across its columns, or that another row repeats. */
export type RowAction = 'reject-file' | 'quarantine-row' | 'warn';

/**
 * What happens to a row whose value in a column breaks the column's promise:
 * - `reject-file`: the whole file is refused;
 * - `quarantine-row`: the row is set aside with the rule and the value;
 * - `warn`: the row is accepted as it is, and counted;
 * - `clip`: a number or time beyond `minimum` or `maximum` becomes that bound, and is counted; for those two checks only;
 * - `{ default }`: the value is replaced, and counted.
 */
export type InvalidAction = RowAction | 'clip' | DefaultValue;

/** The checks on a column, each of which may have an action of its own. */
export type ColumnCheckName =
  | 'not-null'
  | 'type'
  | 'minimum'
  | 'maximum'
  | 'one-of'
  | 'pattern'
  | 'minimum-length'
  | 'maximum-length';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Unit of the values, for example `minute` or `mile`. */
  readonly unit?: string;
  /** Whether null is a value that the producer may send. */
  readonly nullable: boolean;
  /** Whether a file may lack the column: each of its values is null then. For nullable columns only. */
  readonly optional?: boolean;
  /** Inclusive bounds of a number, or of a timestamp as ISO 8601 text (`utcTime` says which): `'2013-01-01T00:00:00Z'`. */
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** The values that a text or an integer may have: texts for the one, whole numbers that a double holds for the other. */
  readonly oneOf?: readonly (string | number)[];
  /** RE2 pattern that a string must match as a whole. */
  readonly pattern?: string;
  /** Inclusive bounds of a string's length in characters (Unicode code points). */
  readonly minimumLength?: number;
  readonly maximumLength?: number;
  /** Inclusive bounds of the share of null among a file's rows, in [0, 1]. */
  readonly nullShare?: NullShare;
  readonly onInvalid: InvalidAction;
  /** Where one check's action differs from `onInvalid`. */
  readonly on?: Readonly<Partial<Record<ColumnCheckName, InvalidAction>>>;
  /** What a prediction request with a null or bad value gets; `refuse` where it is not said. */
  readonly atInference?: AtInference;
}

/**
 * What `predict` does with a value that breaks the column's promise:
 * - `refuse`: answers 400 with the issue;
 * - `null`: goes on as if the value were unknown;
 * - `clip`: as for rows;
 * - `{ default }`: goes on with this value.
 */
export type InferenceAction = 'refuse' | 'null' | 'clip' | DefaultValue;

export interface AtInference {
  /** For null or an absent value where the column is not nullable. */
  readonly onNull?: Exclude<InferenceAction, 'clip' | 'null'>;
  /** For a text or an integer that is not one of `oneOf`. */
  readonly onUnknownCategory?: Exclude<InferenceAction, 'clip'>;
  /** For any other broken promise. */
  readonly onInvalid?: InferenceAction;
}

export interface NullShare {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly onBroken: FileAction;
}

export interface Unique {
  readonly columns: readonly string[];
  readonly onRepeated: RowAction;
}

export interface Reference {
  readonly columns: readonly string[];
  /** A dataset with a contract of its own, and its columns in the same order. */
  readonly dataset: string;
  readonly referenced: readonly string[];
  readonly onMissing: RowAction;
}

export interface RowCount {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly onBroken: FileAction;
}

export interface Freshness {
  /** Between the newest event that is not later than the upload, and the upload. Later ones are counted, with a warning. */
  readonly maximumAge: Duration;
  readonly onStale: FileAction;
}

export interface RowRule {
  /** kebab-case name that appears in the quarantine. */
  readonly name: string;
  readonly description: string;
  /**
   * SQL expression over the contract's columns, after repairs. False breaks the rule, and so does a row of which it cannot be
   * computed (an overflow, a cast that fails); null or true does not.
   */
  readonly sql: string;
  /** `quarantine-row` where it is not said. */
  readonly onBroken?: RowAction;
}

/** One way in which a file or one of its rows breaks its contract. */
export interface ContractIssue {
  /** `column:carrier:one-of`, `rule:lands-after-departure`, `file:missing-column`, … */
  readonly rule: string;
  readonly column?: string;
  /** One-based row number in the file (data rows, the header not counted); absent for the file as a whole. */
  readonly row?: number;
  readonly expected: string;
  readonly received: string;
}

/** The verdict on one uploaded file. */
export type ContractVerdict =
  | {
      readonly status: 'accepted';
      readonly rows: number;
      readonly quarantinedRows: number;
      /** Count of quarantined rows by rule name. */
      readonly byRule: Readonly<Record<string, number>>;
      /** Count of accepted values that a `warn` rule names, by rule name. */
      readonly warnings?: Readonly<Record<string, number>>;
      /** Count of values that were clipped or replaced by a default, by rule name. */
      readonly repairs?: Readonly<Record<string, number>>;
      /** The first few issues, for the page and the command line. */
      readonly sample: readonly ContractIssue[];
    }
  | {
      readonly status: 'rejected';
      readonly reason: string;
      readonly byRule: Readonly<Record<string, number>>;
      readonly sample: readonly ContractIssue[];
    };
