import { inSeconds } from '../../duration.ts';
import type { FileCheck } from '../check-whole-file.ts';
import type { Contract } from '../contract.ts';
import { durationWords } from '../duration-words.ts';

/**
 * The newest event of the good rows happened not too long before the upload. Events that are later than the upload say nothing
 * of how fresh the file is, so that one wrong clock does not make a stale file fresh: they are told, with a warning.
 */
export function freshness({ freshness: bound, eventTime }: Contract): FileCheck[] {
  if (bound === undefined) return [];
  const maximumAgeInMilliseconds = inSeconds(bound.maximumAge) * 1_000;
  return [
    {
      rule: 'file:freshness',
      column: eventTime,
      expected: `a newest ${eventTime} at most ${durationWords(bound.maximumAge)} before the upload`,
      action: bound.onStale,
      received: ({ newestEvent, laterEvents, uploadedAt }) => {
        // Never uploaded: it is as fresh as it will be.
        if (uploadedAt === null) return null;
        if (newestEvent === null) {
          // No good row: the file is refused for that.
          return laterEvents === 0 ? null : `no event before the upload at ${uploadedAt.toISOString()}`;
        }
        const ageInMilliseconds = uploadedAt.getTime() - newestEvent.getTime();
        return ageInMilliseconds > maximumAgeInMilliseconds
          ? `${newestEvent.toISOString()}, uploaded at ${uploadedAt.toISOString()}`
          : null;
      },
    },
    {
      rule: 'file:events-after-upload',
      column: eventTime,
      expected: `no ${eventTime} after the upload`,
      action: 'warn',
      received: ({ laterEvents, uploadedAt }) =>
        laterEvents === 0 || uploadedAt === null
          ? null
          : `${laterEvents} rows after ${uploadedAt.toISOString()}`,
    },
  ];
}
