import { type EndpointShape, shapeEndpoint } from '../endpoint-shape.ts';
import type { Look } from '../look.ts';
import { variantOf } from './variant-of.ts';

/** One version alone. */
export function shapeAlone({ rollout, plan }: Look, version: number): EndpointShape {
  return shapeEndpoint(rollout.endpoint, plan.instanceType, [variantOf(rollout, version, 1)]);
}
