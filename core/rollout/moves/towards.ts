import { bringEndpoint } from '../bring-endpoint.ts';
import type { EndpointShape } from '../endpoint-shape.ts';
import type { Advance, Look } from '../look.ts';
import type { EndpointState } from '../observation.ts';
import { act } from './act.ts';
import { fail } from './fail.ts';
import { waitOn } from './wait-on.ts';
import { withdraw } from './withdraw.ts';

/** Brings the endpoint to a shape and goes on once it is there; a release whose endpoint breaks is withdrawn. */
export function towards(
  look: Look,
  endpoint: EndpointState | null,
  shape: EndpointShape,
  then: (settled: Look) => Advance,
): Advance {
  const { rollout, plan, now } = look;
  const progress = bringEndpoint({ rollout, endpoint, shape, plan, now });
  switch (progress.at) {
    case 'there':
      return then({ ...look, rollout: { ...rollout, waitingSince: null } });
    case 'acting':
      return act(look, progress);
    case 'waiting':
      return waitOn(look, progress.reason);
    case 'broken':
      return progress.hopeless ? fail(look, progress.reason) : withdraw(look, progress.reason, 'failed');
  }
}
