/** An identifier, quoted so that no name can end it: `"od""d"`. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string literal, for the few places where SQL takes no parameter. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A number as SQL, of the very value that JavaScript has: a whole one as an integer, any other as a double. Without its exponent,
 * DuckDB would take `0.1` for a decimal, and a decimal's nearest double is not always the one that it was written from.
 * @throws Error for NaN and infinities, which SQL cannot write
 */
export function sqlNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`Cannot write ${value} in SQL: it is not a finite number`);
  const written = String(value);
  return Number.isInteger(value) || written.includes('e') ? written : `${written}e0`;
}
