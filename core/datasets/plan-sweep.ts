import type { UploadRecord } from '../registry/records.ts';

/** What the sweep does about an upload that was begun. */
export type SweepVerdict =
  /** Somebody works on it, or may: look again later. */
  | 'leave'
  /** Whoever held it is dead, or gave it back until a job ends: deliver its event again. */
  | 'redeliver'
  /** It has ended and was told of, or is not there: nothing is left to do. */
  | 'forget';

/** An upload that has ended is told of at once; one that is not by then lost its teller. */
const tellingInMilliseconds = 60_000;

/**
 * Decides about one upload that was begun. Redelivery is safe at any time: the receiver continues what is open, and
 * answers what is done with its first result. It ends: an upload whose attempts fail or die is refused at the fourth, and
 * its owner paged; only while a service is away does it stay open, and each attempt then leaves a dead letter, which pages.
 * While a job still checks the file, the receiver looks at the job and gives the upload back: no attempt is counted.
 */
export function planSweep(upload: UploadRecord | null, now: Date): SweepVerdict {
  if (upload === null || upload.announcedAt !== undefined) return 'forget';
  if (upload.status === 'checking') {
    return (upload.claimedUntil ?? '') < now.toISOString() ? 'redeliver' : 'leave';
  }
  const begun = Date.parse(upload.receivedAt);
  return now.getTime() - begun < tellingInMilliseconds ? 'leave' : 'redeliver';
}
