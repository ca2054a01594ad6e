import type { Action } from './action.ts';
import { describeWeights, type EndpointShape } from './endpoint-shape.ts';
import type { EndpointState } from './observation.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import type { Rollout } from './rollout.ts';

/** How far an endpoint is on its way to a shape. */
export type Progress =
  /** InService, on the config asked for, every current weight equal to its desired one. */
  | { readonly at: 'there' }
  | { readonly at: 'waiting'; readonly reason: string }
  | { readonly at: 'acting'; readonly action: Action; readonly reason: string }
  /** It will not get there. `hopeless`: nothing but deleting the endpoint can help. */
  | { readonly at: 'broken'; readonly hopeless: boolean; readonly reason: string };

const busy = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack']);

/**
 * Compares an endpoint with the shape that it should have, and names the one next action, if any.
 * SageMaker can end an update `InService` on the *old* config without any failure reason: so a change has
 * succeeded only if status, config name and weights all say so, and a change that was accepted, settled and
 * is not to be seen has failed.
 * @param request.endpoint null if there is none
 */
export function bringEndpoint(request: {
  readonly rollout: Rollout;
  readonly endpoint: EndpointState | null;
  readonly shape: EndpointShape;
  readonly plan: RolloutPlan;
  readonly now: Date;
}): Progress {
  const { rollout, endpoint, shape, plan, now } = request;
  const requested = rollout.requested;
  const since = rollout.waitingSince === null ? now.getTime() : Date.parse(rollout.waitingSince);
  const waited = (now.getTime() - since) / 1_000;
  const wait = (reason: string, deadline: number): Progress =>
    waited <= deadline
      ? { at: 'waiting', reason }
      : {
          at: 'broken',
          hopeless: false,
          reason: `${reason}: after ${waited.toFixed(0)} s that is longer than allowed`,
        };

  if (endpoint === null) {
    if (requested.config === shape.config) {
      return wait(`The endpoint is not to be seen though it was created`, plan.settleInSeconds);
    }
    return {
      at: 'acting',
      action: { kind: 'create-endpoint', shape },
      reason: 'The endpoint is being created',
    };
  }
  if (busy.has(endpoint.status)) {
    return wait(`The endpoint is ${endpoint.status}`, plan.updateDeadlineInSeconds);
  }
  if (endpoint.status !== 'InService') {
    const why = endpoint.failureReason ? ` (${endpoint.failureReason})` : '';
    return { at: 'broken', hopeless: true, reason: `The endpoint is ${endpoint.status}${why}` };
  }

  if (endpoint.config !== shape.config) {
    if (requested.config === shape.config) {
      return wait(
        `The endpoint is InService on config '${endpoint.config}' though '${shape.config}' was asked for`,
        plan.settleInSeconds,
      );
    }
    // Weights that the service keeps must not leave the callers without a variant that serves them.
    const retainWeights = shape.variants.some(({ variant }) =>
      endpoint.variants.some((present) => present.variant === variant && present.desiredWeight > 0),
    );
    return {
      at: 'acting',
      action: { kind: 'update-endpoint', shape, retainWeights },
      reason: `The endpoint moves to config '${shape.config}'`,
    };
  }

  const unsettled = endpoint.variants.find(
    ({ currentWeight, desiredWeight }) => !sameWeight(currentWeight, desiredWeight),
  );
  if (unsettled !== undefined) {
    const { variant, currentWeight, desiredWeight } = unsettled;
    const reason = `Variant ${variant} has weight ${currentWeight} though ${desiredWeight} was asked for`;
    return wait(reason, plan.settleInSeconds);
  }

  const wanted = describeWeights(shape.variants);
  const actual = describeWeights(
    endpoint.variants.map(({ variant, desiredWeight }) => ({ variant, weight: desiredWeight })),
  );
  const alone = shape.variants.length === 1 && endpoint.variants.length === 1;
  if (actual === wanted || (alone && endpoint.variants[0]!.desiredWeight > 0)) return { at: 'there' };
  if (requested.weights === wanted) {
    return wait(`The endpoint has weights ${actual} though ${wanted} were asked for`, plan.settleInSeconds);
  }
  return {
    at: 'acting',
    action: {
      kind: 'set-weights',
      weights: shape.variants.map(({ variant, weight }) => ({ variant, weight })),
    },
    reason: `The endpoint's weights become ${wanted}`,
  };
}

const sameWeight = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;
