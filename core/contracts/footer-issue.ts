import type { ContractIssue } from './contract.ts';
import { hidesRows, isBomb, type UploadLimits } from './upload-limits.ts';

/** What a Parquet file's footer declares, before any page is decoded. */
export interface DeclaredFooter {
  /** Of the file as it is stored. */
  readonly bytes: number;
  /** Leaves, as Parquet counts them. */
  readonly columns: number;
  readonly rows: number;
  /** Bytes of all pages, inflated. */
  readonly inflated: number;
  /** The least of all sizes and counts of values. */
  readonly least: number;
}

/** The issue of a file by what its footer declares; null where it may be read. */
export function footerIssue(
  { bytes, columns, rows, inflated, least }: DeclaredFooter,
  limits: UploadLimits,
): ContractIssue | null {
  if (least < 0 || rows < 0) {
    return { rule: 'file:unreadable', expected: 'a Parquet footer with sizes', received: 'a negative size' };
  }
  const { inflatedBytes, ratio, rows: mostRows, columns: mostColumns, values, valuesPerByte } = limits;
  if (
    isBomb(bytes, inflated, limits) ||
    rows > mostRows ||
    columns > mostColumns ||
    hidesRows(bytes, rows * columns, limits)
  ) {
    return {
      rule: 'file:bomb',
      expected: `at most ${mostRows} rows, ${mostColumns} columns, ${values} values (${valuesPerByte} from each stored byte), ${inflatedBytes} bytes inflated, ${ratio} from each stored byte`,
      received: `a footer that declares ${rows} rows, ${columns} columns and ${inflated} bytes in a file of ${bytes}`,
    };
  }
  return null;
}
