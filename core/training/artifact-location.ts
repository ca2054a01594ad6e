import { parseS3Uri } from './parse-s3-uri.ts';

/**
 * Where a training job put its model: only below its run's own prefix in our bucket is it taken from.
 * @returns the object's key
 * @throws Error when the job says that its artifact is anywhere else
 */
export function artifactKey(uri: string | undefined, bucket: string, prefix: string): string {
  const expected = `s3://${bucket}/${prefix}`;
  if (uri === undefined || !uri.startsWith(expected) || uri.includes('/../')) {
    throw new Error(`Cannot take the artifact '${uri ?? 'none'}': expected one below ${expected}`);
  }
  return parseS3Uri(uri).key;
}
