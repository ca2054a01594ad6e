export type FileFormat = 'csv' | 'json-lines' | 'parquet' | 'gzip';

/** What a file is by its first and last bytes; its name is not asked. */
export type Detection =
  | { readonly format: FileFormat }
  | { readonly format: null; readonly expected: string; readonly received: string };

const expected = 'CSV or JSON lines in UTF-8 (as they are or gzipped), or Parquet';

/** What other files begin with. Letters alone are not enough: a CSV file's first column may be named by them. */
const strangers: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['a zip archive (or an Excel workbook)', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty zip archive', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an Avro file', [0x4f, 0x62, 0x6a, 0x01]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0x00, 0x00]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
  ['text in UTF-16 or UTF-32', [0xff, 0xfe]],
  ['text in UTF-16', [0xfe, 0xff]],
];

/** `ORC`, also before the file's last byte. */
const orcMagic = [0x4f, 0x52, 0x43];
/** `PARE`, also at the end. */
const encryptedMagic = [0x50, 0x41, 0x52, 0x45];
const bzip2Magic = [0x42, 0x5a, 0x68];
/** What follows it and a digit: the mark of a block, or of the end. */
const bzip2Marks = [
  [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
  [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
] as const;
const parquetMagic = [0x50, 0x41, 0x52, 0x31];
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Tells a file's format from its content.
 * @param head the first bytes, 16 or more where the file has them
 * @param tail the last 8 bytes
 * @param bytes length of the file
 */
export function detectFormat(head: Uint8Array, tail: Uint8Array, bytes: number): Detection {
  const refuse = (received: string): Detection => ({ format: null, expected, received });
  if (bytes === 0) return refuse('an empty file (0 bytes)');
  if (begins(head, byteOrderMark) && bytes === byteOrderMark.length) {
    return refuse('a byte order mark and nothing else');
  }
  if (begins(head, [0x1f, 0x8b])) return { format: 'gzip' };
  if (begins(head, parquetMagic)) {
    if (bytes >= 12 && begins(tail.slice(-4), parquetMagic)) return { format: 'parquet' };
    return refuse('a Parquet file without its end: it was cut off');
  }
  const stranger = strangers.find(([, magic]) => begins(head, magic));
  if (stranger !== undefined) return refuse(stranger[0]);
  if (begins(head, encryptedMagic) && begins(tail.slice(-4), encryptedMagic)) {
    return refuse('an encrypted Parquet file');
  }
  if (begins(head, orcMagic) && begins(tail.slice(-4), orcMagic)) return refuse('an ORC file');
  if (begins(head, bzip2Magic) && bzip2Marks.some((mark) => begins(head.slice(4), mark))) {
    return refuse('bzip2');
  }
  if (isWide(head)) return refuse('text in UTF-16 without a byte order mark');
  const text = Buffer.from(begins(head, byteOrderMark) ? head.slice(3) : head)
    .toString('utf8')
    .trimStart();
  if (text.startsWith('[')) return refuse('a JSON array; JSON lines have one object a line');
  if (text.startsWith('<')) return refuse('HTML or XML');
  return { format: text.startsWith('{') ? 'json-lines' : 'csv' };
}

/** Every other byte is NUL, as in UTF-16 of Latin letters; in UTF-8 none is. */
const isWide = (head: Uint8Array): boolean =>
  head.length >= 4 &&
  [0, 1].some((odd) => head.slice(0, 16).every((byte, at) => at % 2 === odd || byte === 0));

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);
