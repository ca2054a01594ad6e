import type { Advance, Look } from '../look.ts';
import { touched } from './touched.ts';

/** Stays in the phase, for a reason that people read. */
export function hold(look: Look, reason: string, again = false): Advance {
  return { next: { ...touched(look.rollout, look.now), reason }, actions: [], reason, again };
}
