/**
 * The path of an image by its digest, `registry/repository@sha256:…`: a tag may be moved to another image, a digest never
 * is. The path as it is where the digest is not known, or already part of it.
 * @param image such as `registry/repository:tag`
 * @param digest `sha256:` and 64 hexadecimal digits
 */
export function pinnedImage(image: string, digest: string | undefined): string {
  if (digest === undefined || image.includes('@')) return image;
  return `${image.replace(/:[^:/]*$/, '')}@${digest}`;
}
