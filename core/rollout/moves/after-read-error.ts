import type { Advance, Look } from '../look.ts';
import { fail } from './fail.ts';
import { hold } from './hold.ts';
import { secondsSince } from './seconds-since.ts';
import { withdraw } from './withdraw.ts';

/** Consecutive looks that may fail before a rollout stops trusting what it cannot see. */
export const maximumReadErrors = 5;

/** Looks again after something could not be read, a few times; then the candidate goes. */
export function afterReadError(look: Look, what: string): Advance {
  const { rollout } = look;
  const failing: Look = { ...look, rollout: { ...rollout, readErrors: rollout.readErrors + 1 } };
  const reason = `Cannot read ${what}, ${failing.rollout.readErrors} times in a row`;
  if (failing.rollout.readErrors < maximumReadErrors) return hold(failing, reason);
  if (rollout.phase !== 'rolling-back') return withdraw(failing, reason);
  // Going back is worth more patience than going on, but not for ever.
  const waited = secondsSince(rollout.phaseSince, look.now);
  return waited < 2 * look.plan.updateDeadlineInSeconds ? hold(failing, reason) : fail(failing, reason);
}
