import { validationException } from './service-error.ts';

/**
 * Bucket and key (or prefix, perhaps empty) of `s3://bucket/key`.
 * @throws ServiceError ValidationException when it is no such URI
 */
export function parseS3Uri(uri: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (match === null) throw validationException(`Could not parse '${uri}' as an S3 URI`);
  return { bucket: match[1]!, key: match[2]! };
}
