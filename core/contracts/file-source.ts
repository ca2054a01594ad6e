/** A column of a file as the engine reads it. */
export interface ColumnSource {
  /** DuckDB's type of the value as it arrived. */
  readonly type: string;
  /** Whether the relation has the typed value beside it (`valueColumn`), because loading the file has read it already. */
  readonly isTyped: boolean;
}

/** An untrusted file, opened: nothing of it was judged yet, and nothing but the engine's reader holds it. */
export interface FileSource {
  /**
   * What may stand after FROM: a query in parentheses, read anew by each pass, with `ballast_row` (one-based row
   * number), `rawColumn(i)` and, where `isTyped`, `valueColumn(i)`.
   */
  readonly relation: string;
  /** How many rows it has. */
  readonly rows: number;
  /** In the order of the contract's columns. */
  readonly columns: readonly ColumnSource[];
  /** Row counts and bounds of the Parquet file's row groups, as its footer says: a hint, never a fact. */
  readonly rowGroups: readonly RowGroup[];
}

/** One row group of a Parquet file. */
export interface RowGroup {
  readonly rows: number;
  /** Bounds of whole-number and time columns, by index of the contract's column, as SQL literals to compare with. */
  readonly bounds: Readonly<Record<number, { readonly least: bigint; readonly most: bigint }>>;
}

/** The name by which the engine numbers the rows of a Parquet file: neither a contract nor a Parquet file may have it. */
export const engineRowNumber = 'file_row_number';

/** The value of the contract's i-th column as it arrived. */
export const rawColumn = (index: number): string => `ballast_raw_${index}`;

/** The same as the contract's type, before repairs; null where it is absent or not of the type. */
export const valueColumn = (index: number): string => `ballast_value_${index}`;
