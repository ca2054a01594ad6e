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
  /** The columns, in no particular order. A file must have each of them by name. */
  readonly columns: readonly Column[];
  /** Columns that together identify a row. A repeated key quarantines the later row. */
  readonly key: readonly string[];
  /** The timestamp column that says when the row's event happened (UTC). */
  readonly eventTime: string;
  /** Rules across columns: SQL expressions that are true for a good row. */
  readonly rules: readonly RowRule[];
  /** What happens when a file has a column that the contract does not name. */
  readonly onAdditionalColumns: 'reject-file' | 'drop-column';
  /** A file with a larger share of bad rows than this, in [0, 1], is rejected whole. */
  readonly maximumQuarantinedShare: number;
}

export type ColumnType = 'string' | 'integer' | 'double' | 'boolean' | 'timestamp';

/** What happens to a row whose value in a column breaks the column's promise. */
export type InvalidAction = 'quarantine-row' | 'reject-file';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Unit of the values, for example `minute` or `mile`. */
  readonly unit?: string;
  /** Whether null is a value that the producer may send. */
  readonly nullable: boolean;
  /** Inclusive bounds. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly oneOf?: readonly string[];
  /** RE2 pattern that a string must match as a whole. */
  readonly pattern?: string;
  readonly onInvalid: InvalidAction;
}

export interface RowRule {
  /** kebab-case name that appears in the quarantine. */
  readonly name: string;
  readonly description: string;
  /** SQL expression over the contract's columns; false quarantines the row, null or true does not. */
  readonly sql: string;
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
      /** The first few issues, for the page and the command line. */
      readonly sample: readonly ContractIssue[];
    }
  | {
      readonly status: 'rejected';
      readonly reason: string;
      readonly byRule: Readonly<Record<string, number>>;
      readonly sample: readonly ContractIssue[];
    };
