import type { Advance, Look } from '../look.ts';
import { hold } from './hold.ts';

/** Goes on waiting, since when it is remembered. */
export function waitOn(look: Look, reason: string): Advance {
  const { rollout, now } = look;
  const waitingSince = rollout.waitingSince ?? now.toISOString();
  return hold({ ...look, rollout: { ...rollout, waitingSince, readErrors: 0 } }, reason);
}
