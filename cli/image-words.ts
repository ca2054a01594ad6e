import { imageDigest } from '../core/training/image-digest.ts';
import { pinnedImage } from '../core/training/pinned-image.ts';

/** An image for a reader, without its registry: `sagemaker-xgboost:3.0-5, sha256:0a1b2c3d4e5f`, or `…, tag only`. */
export function imageWords(image: string, digest: string | undefined): string {
  const known = imageDigest(pinnedImage(image, digest));
  const name = (image.split('/').at(-1) ?? image).replace(/@.*$/, '');
  return `${name}, ${known === null ? 'tag only' : known.slice(0, 'sha256:'.length + 12)}`;
}
