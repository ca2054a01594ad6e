import { isUtf8 } from 'node:buffer';
import type { ContractIssue } from './contract.ts';
import { type UploadLimits, uploadLimits } from './upload-limits.ts';

/** What a text file is made of, or the first thing that makes it unreadable. */
export type TextShape =
  | {
      /** Empty for JSON lines. */
      readonly header: readonly string[];
      readonly rows: number;
      /** Whether a line ends within quotes anywhere: the engine, reading in parallel, could take such a line for a row. */
      readonly hasLinesInQuotes: boolean;
      /** Of JSON lines after a byte order mark, which the engine's reader does not get past. */
      readonly firstLine: string | null;
    }
  /** The header too, if it was read before the fault. */
  | { readonly issue: ContractIssue; readonly header?: readonly string[] };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/**
 * Reads a CSV or JSON lines file byte by byte, in bounded memory, before any parser touches it: UTF-8
 * without NUL, one kind of line end, lines of bounded length, and for CSV (RFC 4180, comma) closed quotes
 * and as many fields in each row as in the header. The first fault ends the scan and names its row.
 *
 * ```ts
 * const scan = new TextScan('csv');
 * scan.feed(Buffer.from('a,b\n1,2\n'));
 * scan.end(); // { header: ['a', 'b'], rows: 1, hasLinesInQuotes: false, firstLine: null }
 * ```
 */
export class TextScan {
  readonly #isCsv: boolean;
  readonly #limits: UploadLimits;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #issue: ContractIssue | undefined;
  #header: readonly string[] | undefined;
  /** Bytes of the header record, or of a marked file's first line, until it is complete. */
  #headerBytes: number[] = [];
  #isMarked = false;
  #firstLine: string | null = null;
  #hasLinesInQuotes = false;
  #atStart = true;
  #lineBytes = 0;
  #fields = 1;
  #isBlank = true;
  #blankLines = 0;
  #rows = 0;
  #state: 'field-start' | 'plain' | 'quoted' | 'quote-in-quoted' = 'field-start';
  #afterReturn = false;
  #lineEnd: 'LF' | 'CRLF' | undefined;

  /** @param limits the function's where they are not said */
  constructor(format: 'csv' | 'json-lines', limits = uploadLimits) {
    this.#isCsv = format === 'csv';
    this.#limits = limits;
  }

  /** Reads on; false as soon as a fault was found. */
  feed(chunk: Uint8Array): boolean {
    if (this.#issue !== undefined) return false;
    const rowBefore = this.#row();
    let start = 0;
    if (this.#atStart) {
      this.#atStart = false;
      this.#isMarked = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
      if (this.#isMarked) start = 3;
    }
    for (let at = start; at < chunk.length && this.#issue === undefined; at++) this.#byte(chunk[at]!);
    this.#decode(chunk, rowBefore);
    return this.#issue === undefined;
  }

  /** Ends the file. */
  end(): TextShape {
    if (this.#issue === undefined) this.#decode(undefined, this.#row());
    if (this.#issue === undefined && this.#state === 'quoted') {
      this.#fail('file:quote', 'a closing quote before the end of the file', 'a quote that stays open');
    }
    if (this.#issue === undefined && !this.#isBlank) this.#endRecord();
    if (this.#issue !== undefined) {
      return { issue: this.#issue, ...(this.#header === undefined ? {} : { header: this.#header }) };
    }
    return {
      header: this.#header ?? [],
      rows: this.#rows,
      hasLinesInQuotes: this.#hasLinesInQuotes,
      firstLine: this.#firstLine,
    };
  }

  #row(): number {
    return this.#header === undefined && this.#isCsv ? 0 : this.#rows + 1;
  }

  #fail(rule: string, expected: string, received: string): void {
    const row = this.#row();
    this.#issue = { rule, ...(row > 0 ? { row } : {}), expected, received: `${received} (${place(row)})` };
  }

  #byte(byte: number): void {
    if (byte === 0) {
      this.#fail('file:nul-byte', 'text without NUL bytes', 'a NUL byte');
      return;
    }
    if (++this.#lineBytes > this.#limits.lineBytes) {
      const expected = `rows of at most ${this.#limits.lineBytes} bytes`;
      this.#fail('file:long-line', expected, 'a longer one, or a quote that is never closed');
      return;
    }
    if (this.#afterReturn) {
      this.#afterReturn = false;
      if (byte !== lineFeed) {
        this.#fail('file:line-end', 'lines that end in LF or CRLF', 'a lone CR');
        return;
      }
      this.#endLine('CRLF');
      return;
    }
    if (this.#keepsLine() && byte !== lineFeed && byte !== carriageReturn) this.#headerBytes.push(byte);
    if (this.#state === 'quoted') {
      if (byte === quote) this.#state = 'quote-in-quoted';
      else if (byte === lineFeed || byte === carriageReturn) this.#hasLinesInQuotes = true;
      return;
    }
    if (byte === lineFeed) {
      this.#endLine('LF');
      return;
    }
    if (byte === carriageReturn && this.#isCsv) {
      this.#afterReturn = true;
      return;
    }
    if (!this.#isCsv) {
      if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) this.#begin();
      return;
    }
    this.#begin();
    this.#csvByte(byte);
  }

  #keepsLine(): boolean {
    return this.#isCsv ? this.#header === undefined : this.#isMarked && this.#firstLine === null;
  }

  /** A record has content: no blank line may have come before it. */
  #begin(): void {
    this.#isBlank = false;
    if (this.#blankLines > 0) {
      this.#fail('file:blank-line', 'no blank line between rows', `${this.#blankLines} of them`);
    }
  }

  #csvByte(byte: number): void {
    if (byte === comma) {
      this.#fields++;
      if (this.#fields > this.#limits.columns) {
        this.#fail('file:columns', `at most ${this.#limits.columns} columns`, 'more');
      }
      this.#state = 'field-start';
    } else if (byte === quote) {
      if (this.#state === 'plain') {
        this.#fail(
          'file:quote',
          'quotes around a whole field, doubled within',
          'a quote inside a plain field',
        );
      } else this.#state = 'quoted';
    } else if (this.#state === 'quote-in-quoted') {
      this.#fail('file:quote', 'a comma or the end of the line after a closing quote', 'more text');
    } else this.#state = 'plain';
  }

  #endLine(end: 'LF' | 'CRLF'): void {
    if (this.#isCsv) {
      if (this.#lineEnd !== undefined && this.#lineEnd !== end) {
        this.#fail('file:line-end', `lines that all end in ${this.#lineEnd}`, `one that ends in ${end}`);
        return;
      }
      this.#lineEnd = end;
    }
    this.#lineBytes = 0;
    if (this.#isBlank) this.#blankLines++;
    else this.#endRecord();
    this.#fields = 1;
    this.#isBlank = true;
    this.#state = 'field-start';
  }

  #endRecord(): void {
    if (this.#isCsv && this.#header === undefined) {
      this.#header = parseHeader(Buffer.from(this.#headerBytes).toString('utf8'));
      this.#headerBytes = [];
      return;
    }
    if (this.#isCsv && this.#fields !== this.#header!.length) {
      const expected = `${this.#header!.length} fields, as in the header`;
      this.#fail('file:fields', expected, `${this.#fields} fields`);
      return;
    }
    if (this.#keepsLine()) {
      this.#firstLine = Buffer.from(this.#headerBytes).toString('utf8');
      this.#headerBytes = [];
    }
    this.#rows++;
    if (this.#rows > this.#limits.rows) {
      this.#fail('file:rows', `at most ${this.#limits.rows} rows`, 'more');
    }
  }

  #decode(chunk: Uint8Array | undefined, rowBefore: number): void {
    try {
      this.#decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const row = rowBefore + (chunk === undefined ? 0 : goodLines(chunk));
      this.#issue = {
        rule: 'file:encoding',
        ...(row > 0 ? { row } : {}),
        expected: 'UTF-8 throughout',
        received: `bytes that are not UTF-8, as of text in Latin-1 or Windows-1252 (about ${place(row)})`,
      };
    }
  }
}

const place = (row: number): string => (row === 0 ? 'in the header' : `in row ${row}`);

/** How many lines of a chunk come before the first one that is not UTF-8. */
function goodLines(chunk: Uint8Array): number {
  let lines = 0;
  let from = 0;
  for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
    // The first line may begin amid a character of the chunk before.
    if (from > 0 && !isUtf8(chunk.subarray(from, at))) return lines;
    lines++;
    from = at + 1;
  }
  return lines;
}

/** Splits a header record whose quotes are known to be balanced. */
function parseHeader(text: string): string[] {
  const names: string[] = [];
  for (const [, quoted, plain] of `${text},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,"]*)),/g)) {
    names.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
  }
  return names;
}
