const mebi = 1024 * 1024;

const gibi = 1024 * mebi;

/**
 * What one uploaded file may be. The function that checks it has 10 GiB of disk: for the file, for text also what it parses to,
 * for the rows that are written and for what the engine spills. Larger data come as several files.
 */
export const uploadLimits = {
  /** Of the object as uploaded. */
  bytes: 2 * gibi,
  /** Of what it holds once inflated, which is never stored as such; also bounds what a Parquet footer may declare. */
  inflatedBytes: 8 * gibi,
  /** Inflated to stored bytes. Real tables stay under 30; zeros alone reach 1,000. */
  ratio: 100,
  /** Below this size a ratio is no danger. */
  bytesWithoutRatio: 4 * mebi,
  rows: 100_000_000,
  /** Good rows with up to so many values are written in order, so that equal rows make equal files; more are left as they came. */
  orderedValues: 10_000_000,
  columns: 2_000,
  /** Rows times columns: bounds what run-length encoding can hide in a small Parquet file. */
  values: 4_000_000_000,
  /** Values from each stored byte. Real tables stay under 5; one value, repeated by run length, reaches millions. */
  valuesPerByte: 100,
  /** Below this number, values are no danger. */
  valuesWithoutRatio: 20_000_000,
  /** Of one CSV record or JSON line. */
  lineBytes: mebi,
  /** Of a Parquet file's footer. */
  footerBytes: 16 * mebi,
} as const;

/** Whether so many inflated bytes from so many stored ones are a decompression bomb. */
export function isBomb(storedBytes: number, inflatedBytes: number): boolean {
  if (inflatedBytes > uploadLimits.inflatedBytes) return true;
  return inflatedBytes > uploadLimits.bytesWithoutRatio && inflatedBytes > storedBytes * uploadLimits.ratio;
}

/** Whether so many values from so many stored bytes are a bomb of run lengths. */
export function hidesRows(storedBytes: number, values: number): boolean {
  if (values > uploadLimits.values) return true;
  return values > uploadLimits.valuesWithoutRatio && values > storedBytes * uploadLimits.valuesPerByte;
}
