import { modelPrefix } from '../names.ts';
import { parseS3Uri } from './parse-s3-uri.ts';

/**
 * Where a training job put its model: only below the model's own prefix in our bucket is it taken from.
 * @returns the object's key
 * @throws Error when the job says that its artifact is anywhere else
 */
export function artifactKey(uri: string | undefined, bucket: string, model: string): string {
  const expected = `s3://${bucket}/${modelPrefix.artifact(model)}`;
  if (uri === undefined || !uri.startsWith(expected) || uri.includes('/../')) {
    throw new Error(`Cannot take the artifact '${uri ?? 'none'}': expected one below ${expected}`);
  }
  return parseS3Uri(uri).key;
}
