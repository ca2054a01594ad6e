import { createHash } from 'node:crypto';

/**
 * Names the second check of an upload, so that its staging and quarantine never meet those of the first: 32
 * hexadecimal digits, always the same for one upload of one backfill.
 */
export const replayId = (backfillId: string, uploadId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([backfillId, uploadId]))
    .digest('hex')
    .slice(0, 32);
