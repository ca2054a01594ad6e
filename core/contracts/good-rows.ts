/** The rows of a file that a check let pass, as the Parquet that holds them. */
export interface GoodRows {
  readonly bytes: number;
  readonly rows: number;
  /**
   * SHA-256, hexadecimal. Up to `uploadLimits.orderedValues` of the rows: the same for the same rows, whatever file brought
   * them; beyond, of the file that was written, in which the rows stand as they came.
   */
  readonly digest: string;
  /** Their first and last event time, ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}
