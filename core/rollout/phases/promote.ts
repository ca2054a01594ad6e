import type { Advance, Look } from '../look.ts';
import { proveBy } from '../moves/prove-by.ts';
import { recordServing } from '../moves/record-serving.ts';
import { shapeAlone } from '../moves/shape-alone.ts';
import { towards } from '../moves/towards.ts';
import { withdraw } from '../moves/withdraw.ts';
import type { EndpointState } from '../observation.ts';

/** The candidate serves alone, once the golden requests have asked it again. */
export function promote(look: Look, endpoint: EndpointState | null): Advance {
  const { rollout } = look;
  const shape = shapeAlone(look, rollout.version!);
  return towards(look, endpoint, shape, (settled) =>
    proveBy(settled, rollout.version!, {
      passed: (proven) =>
        recordServing(proven, 'promoted', 'promoted', 'It passed every step of its rollout', shape.config),
      failed: (tried, reason) => withdraw(tried, `The golden requests failed after the promotion: ${reason}`),
    }),
  );
}
