const mebi = 1024 * 1024;

/** What one uploaded file may be. Larger data come as several files: each is checked on its own. */
export const uploadLimits = {
  /** Of the object as uploaded. */
  bytes: 128 * mebi,
  /** Of what it holds once inflated, which must fit on a function's disk; also bounds what a Parquet footer may declare. */
  inflatedBytes: 256 * mebi,
  /** Inflated to stored bytes. Real tables stay under 30; zeros alone reach 1,000. */
  ratio: 100,
  /** Below this size a ratio is no danger. */
  bytesWithoutRatio: 4 * mebi,
  rows: 5_000_000,
  columns: 2_000,
  /** Rows times columns: bounds what run-length encoding can hide in a small Parquet file. */
  values: 200_000_000,
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
