import { getText } from '../../adapters/s3/get-text.ts';
import { listPrefix } from './s3-files.ts';
import { parseS3Uri } from './s3-uri.ts';

/** One object of an input, and its path below the input's folder. */
export interface InputObject {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
}

/**
 * The objects that a manifest lists: `[{"prefix": "s3://bucket/folder/"}, "a.csv", "b/c.csv"]`, each at its path after the prefix.
 * @throws Error where the text is no such list
 */
export function readManifest(text: string): InputObject[] {
  const json = JSON.parse(text) as unknown;
  const [head, ...names] = Array.isArray(json) ? (json as unknown[]) : [];
  const prefix = (head as { readonly prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string' || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    throw new Error('Cannot read a manifest: it must list {"prefix": "s3://…"} and then names');
  }
  const { bucket, key } = parseS3Uri(prefix);
  return (names as string[]).map((path) => ({ bucket, key: `${key}${path}`, path }));
}

/** The objects of an input of a processing job: below a prefix, or listed in a manifest. */
export async function inputObjects(input: {
  readonly S3Uri?: string | undefined;
  readonly S3DataType?: string | undefined;
}): Promise<InputObject[]> {
  if (input.S3DataType !== 'ManifestFile') return await listPrefix(input.S3Uri!);
  const { bucket, key } = parseS3Uri(input.S3Uri!);
  return readManifest(await getText(bucket, key));
}
