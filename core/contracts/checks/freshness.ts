import { inSeconds } from '../../duration.ts';
import type { FileCheck } from '../check-whole-file.ts';
import type { Contract } from '../contract.ts';
import { durationWords } from '../duration-words.ts';

/** The newest event of the good rows happened not too long before the upload. */
export function freshness({ freshness: bound, eventTime }: Contract): FileCheck[] {
  if (bound === undefined) return [];
  const maximumAgeInMilliseconds = inSeconds(bound.maximumAge) * 1_000;
  return [
    {
      rule: 'file:freshness',
      column: eventTime,
      expected: `a newest ${eventTime} at most ${durationWords(bound.maximumAge)} before the upload`,
      action: bound.onStale,
      received: ({ newestEvent, uploadedAt }) => {
        // No good row: the file is refused for that. Never uploaded: it is as fresh as it will be.
        if (newestEvent === null || uploadedAt === null) return null;
        const ageInMilliseconds = uploadedAt.getTime() - newestEvent.getTime();
        return ageInMilliseconds > maximumAgeInMilliseconds
          ? `${newestEvent.toISOString()}, uploaded at ${uploadedAt.toISOString()}`
          : null;
      },
    },
  ];
}
