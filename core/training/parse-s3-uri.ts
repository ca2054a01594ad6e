/**
 * The parts of `s3://bucket/key`.
 * @throws Error for anything else
 */
export function parseS3Uri(uri: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri);
  if (match === null) throw new Error(`Cannot read '${uri}' as an S3 object: expected s3://<bucket>/<key>`);
  return { bucket: match[1]!, key: match[2]! };
}
