import type { Advance, Look } from '../look.ts';
import { moveTo } from '../moves/move-to.ts';
import { proveBy } from '../moves/prove-by.ts';
import { recordServing } from '../moves/record-serving.ts';
import { shapeAlone } from '../moves/shape-alone.ts';
import { withdraw } from '../moves/withdraw.ts';

/** The golden requests ask the candidate before any caller does. */
export function smoke(look: Look): Advance {
  const { rollout } = look;
  return proveBy(look, rollout.version!, {
    passed: (proven) => {
      if (rollout.baseline === null) {
        return recordServing(
          proven,
          'promoted',
          'released',
          'The first version serves and answers as it should',
          shapeAlone(look, rollout.version!).config,
        );
      }
      const weight = look.plan.steps[0]!;
      const first: Look = { ...proven, rollout: { ...proven.rollout, weight } };
      return moveTo(first, 'stepping', `Step 1: ${weight} % of the requests`, [], true);
    },
    failed: (tried, reason) =>
      withdraw(tried, `The golden requests failed before any caller saw it: ${reason}`),
  });
}
