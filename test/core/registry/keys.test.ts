import { describe, expect, it } from 'vitest';
import { mostDatasetBytes } from '../../../core/datasets/landing-key.ts';
import { dataPrefix } from '../../../core/names.ts';
import { openUploadKey, sequencerKey, uploadKey } from '../../../core/registry/keys.ts';

/** DynamoDB's own limits, and S3's (docs.aws.amazon.com, "Constraints in Amazon DynamoDB" and "Naming objects"). */
const limits = { pk: 2_048, sk: 1_024, objectKey: 1_024 } as const;
const dataset = 'd'.repeat(mostDatasetBytes);
const uploadId = '0'.repeat(32);

describe('keys of what strangers may name', () => {
  it.each([1, 100, 990, 1_014, 1_015, 1_023, 1_024])(
    "the sequencer of an S3 key of %i bytes has a place of the key's own",
    (bytes) => {
      const [one, other] = ['a', 'b'].map((last) =>
        `landing/readings/${last}`.padStart(bytes, 'x').slice(-bytes),
      );
      const keys = [one!, other!].map((key) => sequencerKey('readings', key));
      for (const { pk, sk } of keys) {
        expect(Buffer.byteLength(pk)).toBeLessThanOrEqual(limits.pk);
        expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(limits.sk);
      }
      expect(keys[0]).not.toEqual(keys[1]);
    },
  );

  it('counts bytes, not characters: 300 emoji have 1,200', () => {
    expect(Buffer.byteLength(sequencerKey('readings', '🛫'.repeat(300)).sk)).toBeLessThanOrEqual(limits.sk);
  });

  it('keeps a short key as it is, to be read by people', () => {
    expect(sequencerKey('readings', 'landing/readings/a b.csv').sk).toBe(
      'SEQUENCER#landing/readings/a b.csv',
    );
  });

  it('holds the longest name of a folder that is received at all', () => {
    for (const { pk, sk } of [uploadKey(dataset, uploadId), openUploadKey(dataset, uploadId)]) {
      expect(Buffer.byteLength(pk)).toBeLessThanOrEqual(limits.pk);
      expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(limits.sk);
    }
    for (const prefix of [dataPrefix.quarantine(dataset, uploadId), dataPrefix.staging(dataset, uploadId)]) {
      expect(Buffer.byteLength(`${prefix}${'0'.repeat(64)}.parquet`)).toBeLessThanOrEqual(limits.objectKey);
    }
  });
});
