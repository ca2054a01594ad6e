/** An identifier, quoted so that no name can end it: `"od""d"`. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string literal, for the few places where SQL takes no parameter. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A number as SQL. DuckDB reads `1e3` as a double and `1000` as an integer, as JavaScript writes them.
 * @throws Error for NaN and infinities, which SQL cannot write
 */
export function sqlNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`Cannot write ${value} in SQL: it is not a finite number`);
  return String(value);
}
