import { type EndpointShape, shapeEndpoint } from '../endpoint-shape.ts';
import type { Look } from '../look.ts';
import { variantOf } from './variant-of.ts';

/** Both variants. The config is the same at every step: it joins at weight 0, then weights alone change. */
export function shapeCanary({ rollout, plan }: Look, share: number): EndpointShape {
  const { config } = shapeEndpoint(rollout.endpoint, plan.instanceType, [
    variantOf(rollout, rollout.baseline!, 1),
    variantOf(rollout, rollout.version!, 0),
  ]);
  const variants = [
    variantOf(rollout, rollout.baseline!, 1 - share),
    variantOf(rollout, rollout.version!, share),
  ];
  return { config, instanceType: plan.instanceType, variants };
}
