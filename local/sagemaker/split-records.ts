/**
 * The requests that a transform job makes of one file, as SageMaker makes them.
 * - `None`: the file as it is;
 * - `Line` and `SingleRecord`: a request per line;
 * - `Line` and `MultiRecord`: as many whole lines as fit `maximumBytes`.
 * Empty lines at the end make no request.
 * @throws Error when one record alone is larger than `maximumBytes`
 */
export function* splitRecords(
  file: Buffer,
  options: {
    readonly splitType: 'None' | 'Line';
    readonly strategy: 'SingleRecord' | 'MultiRecord';
    readonly maximumBytes: number;
  },
): Generator<Buffer> {
  const { splitType, strategy, maximumBytes } = options;
  const refuse = (bytes: number): never => {
    throw new Error(`Cannot send a record of ${bytes} bytes: MaxPayloadInMB allows ${maximumBytes} bytes`);
  };
  if (splitType === 'None') {
    if (file.length > maximumBytes) refuse(file.length);
    if (file.length > 0) yield file;
    return;
  }
  const most = strategy === 'SingleRecord' ? 0 : maximumBytes;
  let start = 0;
  let end = 0;
  while (end < file.length) {
    const newline = file.indexOf(10, end);
    const next = newline === -1 ? file.length : newline + 1;
    if (next - end > maximumBytes) refuse(next - end);
    if (end > start && next - start > most) {
      yield file.subarray(start, end);
      start = end;
    }
    end = next;
  }
  const last = file.subarray(start, end);
  if (last.some((byte) => byte !== 10 && byte !== 13)) yield last;
}

/** The answers of one file as one file; `Line` ends each answer with a line break where it has none. */
export function assembleRecords(answers: readonly Buffer[], assembleWith: 'None' | 'Line'): Buffer {
  if (assembleWith === 'None') return Buffer.concat(answers);
  return Buffer.concat(
    answers.flatMap((answer) => (answer.at(-1) === 10 ? [answer] : [answer, Buffer.from('\n')])),
  );
}
