import { createHash } from 'node:crypto';
import { comparableSequencer } from './comparable-sequencer.ts';
import type { LandingEvent } from './landing-event.ts';

/**
 * Names an upload by its event alone: a key's sequencer is different for each version of the object and
 * the same each time the event is delivered. 32 hexadecimal digits.
 */
export function uploadIdOf({ bucket, key, sequencer }: LandingEvent): string {
  const text = JSON.stringify([bucket, key, comparableSequencer(sequencer)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
