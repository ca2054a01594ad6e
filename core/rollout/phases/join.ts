import { variantName } from '../../names.ts';
import type { Action } from '../action.ts';
import type { Advance, Look } from '../look.ts';
import { moveTo } from '../moves/move-to.ts';
import { shapeAlone } from '../moves/shape-alone.ts';
import { shapeCanary } from '../moves/shape-canary.ts';
import { towards } from '../moves/towards.ts';
import type { EndpointState } from '../observation.ts';

/** The candidate comes up beside the baseline, without any request; the first version of an endpoint comes up alone. */
export function join(look: Look, endpoint: EndpointState | null): Advance {
  const { rollout } = look;
  const shape = rollout.baseline === null ? shapeAlone(look, rollout.version!) : shapeCanary(look, 0);
  return towards(look, endpoint, shape, () => {
    const digest = endpoint?.variants.find(
      ({ variant }) => variant === variantName(rollout.version!),
    )?.imageDigest;
    const known: Action[] =
      typeof digest === 'string' ? [{ kind: 'record-image', version: rollout.version!, digest }] : [];
    return moveTo(look, 'smoke', 'The candidate is up; golden requests ask it', known, true);
  });
}
