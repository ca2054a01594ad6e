const mebi = 1024 * 1024;

const gibi = 1024 * mebi;

/** What one uploaded file may be. */
export interface UploadLimits {
  /** Of the object as uploaded. */
  readonly bytes: number;
  /** Of what it holds once inflated, which is never stored as such; also bounds what a Parquet footer may declare. */
  readonly inflatedBytes: number;
  /** Inflated to stored bytes. */
  readonly ratio: number;
  /** Below this size a ratio is no danger. */
  readonly bytesWithoutRatio: number;
  readonly rows: number;
  /** Good rows with up to so many values are written in order, so that equal rows make equal files; more are left as they came. */
  readonly orderedValues: number;
  readonly columns: number;
  /** Rows times columns: bounds what run-length encoding can hide in a small Parquet file. */
  readonly values: number;
  /** Values from each stored byte. */
  readonly valuesPerByte: number;
  /** Below this number, values are no danger. */
  readonly valuesWithoutRatio: number;
  /** Of one CSV record or JSON line. */
  readonly lineBytes: number;
  /** Of a Parquet file's footer. */
  readonly footerBytes: number;
}

/**
 * What the function checks. It has 10 GiB of disk: for the file, for text also what it parses to, for the rows that are written
 * and for what the engine spills.
 */
export const uploadLimits: UploadLimits = {
  bytes: 2 * gibi,
  inflatedBytes: 8 * gibi,
  // Real tables stay under 30; zeros alone reach 1,000.
  ratio: 100,
  bytesWithoutRatio: 4 * mebi,
  rows: 100_000_000,
  orderedValues: 10_000_000,
  columns: 2_000,
  values: 4_000_000_000,
  // Real tables stay under 5; one value, repeated by run length, reaches millions.
  valuesPerByte: 100,
  valuesWithoutRatio: 20_000_000,
  lineBytes: mebi,
  footerBytes: 16 * mebi,
};

/** What the processing job checks, on a disk that is made for the file. More than that comes as several files. */
export const largeUploadLimits: UploadLimits = {
  ...uploadLimits,
  bytes: 200 * gibi,
  inflatedBytes: 1_024 * gibi,
  rows: 10_000_000_000,
  values: 400_000_000_000,
  footerBytes: 256 * mebi,
};

/** Whether so many inflated bytes from so many stored ones are a decompression bomb. */
export function isBomb(storedBytes: number, inflatedBytes: number, limits: UploadLimits): boolean {
  if (inflatedBytes > limits.inflatedBytes) return true;
  return inflatedBytes > limits.bytesWithoutRatio && inflatedBytes > storedBytes * limits.ratio;
}

/** Whether so many values from so many stored bytes are a bomb of run lengths. */
export function hidesRows(storedBytes: number, values: number, limits: UploadLimits): boolean {
  if (values > limits.values) return true;
  return values > limits.valuesWithoutRatio && values > storedBytes * limits.valuesPerByte;
}
