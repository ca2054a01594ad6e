/** Values of a row group that are held in memory while it is written, at most about 16 bytes each. */
const heldValues = 10_000_000;
/** Entries of all columns' dictionaries together, about 50 bytes each, held whether or not a column has so many values. */
const heldEntries = 500_000;
/** The engine's vector: a row group of fewer rows saves nothing. */
const fewestRows = 2_048;
const mostRows = 122_880;
const mostEntries = 20_000;

/**
 * The options with which the engine writes a Parquet file, in parentheses. What it holds of a row group grows with the columns, so
 * that a file of a thousand has smaller row groups and dictionaries.
 * @param columns how many the file has
 * @param options `rows` of a row group and `entries` of a dictionary, at most
 */
export function parquetOptions(
  columns: number,
  compression: 'lz4_raw' | 'snappy' | 'zstd',
  options: { readonly rows?: number; readonly entries?: number } = {},
): string {
  const rows = Math.max(fewestRows, Math.floor(heldValues / columns / fewestRows) * fewestRows);
  const entries = Math.max(1, Math.floor(heldEntries / columns));
  return `(FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE ${Math.min(rows, options.rows ?? mostRows)},
    DICTIONARY_SIZE_LIMIT ${Math.min(entries, options.entries ?? mostEntries)})`;
}
