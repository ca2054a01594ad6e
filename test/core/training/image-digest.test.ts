import { describe, expect, it } from 'vitest';
import { imageDigest } from '../../../core/training/image-digest.ts';
import { pinnedImage } from '../../../core/training/pinned-image.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

describe('imageDigest', () => {
  it('finds the digest at the end of a path, and nothing else', () => {
    expect(imageDigest(`1.dkr.ecr.r.amazonaws.com/xgboost@${digest}`)).toBe(digest);
    for (const image of [undefined, 'a/xgboost:3.0-5', `a/xgboost@${digest}0`, 'a/xgboost@sha256:0a']) {
      expect(imageDigest(image)).toBeNull();
    }
  });
});

describe('pinnedImage', () => {
  it.each([
    ['a tag', '1.dkr.ecr.r.amazonaws.com/xgboost:3.0-5', '1.dkr.ecr.r.amazonaws.com/xgboost'],
    ['no tag', 'host/xgboost', 'host/xgboost'],
    ['a port', 'host:443/xgboost', 'host:443/xgboost'],
    ['a port and a tag', 'host:443/xgboost:3.0-5', 'host:443/xgboost'],
  ])('replaces %s', (_what, image, repository) => {
    expect(pinnedImage(image, digest)).toBe(`${repository}@${digest}`);
  });

  it('leaves an image whose digest is not known, or that is named by one', () => {
    expect(pinnedImage('host/xgboost:3.0-5', undefined)).toBe('host/xgboost:3.0-5');
    expect(pinnedImage(`host/xgboost@${digest}`, `sha256:${'1'.repeat(64)}`)).toBe(`host/xgboost@${digest}`);
  });
});
