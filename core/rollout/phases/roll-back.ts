import { variantName } from '../../names.ts';
import type { Action } from '../action.ts';
import { bringEndpoint } from '../bring-endpoint.ts';
import type { EndpointShape } from '../endpoint-shape.ts';
import type { Advance, Look } from '../look.ts';
import { act } from '../moves/act.ts';
import { fail } from '../moves/fail.ts';
import { hold } from '../moves/hold.ts';
import { proveBy } from '../moves/prove-by.ts';
import { recordServing } from '../moves/record-serving.ts';
import { sentence } from '../moves/sentence.ts';
import { shapeAlone } from '../moves/shape-alone.ts';
import { standing } from '../moves/standing.ts';
import { waitOn } from '../moves/wait-on.ts';
import type { EndpointState } from '../observation.ts';
import { pageAbout } from '../page-about.ts';

/** In place of the weights that were asked for: they were not to be had. */
const givenUp = 'given up';

/**
 * Back to the known good version, without any analysis. While that version is still a variant, the callers
 * go back to it at once by weight; only then the endpoint sheds the other variant, which takes minutes.
 */
export function rollBack(look: Look, endpoint: EndpointState | null): Advance {
  const { rollout, plan, now } = look;
  const target = rollout.purpose === 'rollback' ? rollout.version : rollout.baseline;
  if (target === null) {
    return fail(look, `${rollout.withdrawal?.reason ?? rollout.reason}, and there is no earlier release`);
  }
  const name = variantName(target);
  const present = endpoint?.variants ?? [];
  const canShift = present.length > 1 && present.some(({ variant }) => variant === name);
  if (endpoint?.status === 'InService' && canShift && rollout.requested.weights !== givenUp) {
    // Only weights are set here, so a variant whose model this rollout does not know may be among them.
    const weights = present.map(({ variant }) => ({
      variant,
      sagemakerModel: rollout.sagemakerModels[variant] ?? '',
      weight: variant === name ? 1 : 0,
    }));
    const shifted: EndpointShape = {
      config: endpoint.config,
      instanceType: plan.instanceType,
      variants: weights,
    };
    const progress = bringEndpoint({ rollout, endpoint, shape: shifted, plan, now });
    if (progress.at === 'acting') return act(look, progress);
    if (progress.at === 'waiting') return waitOn(look, progress.reason);
    if (progress.at === 'broken') {
      // Weights do not help: leave them, and let the config with the good version alone do it.
      const given = { ...rollout, requested: { ...rollout.requested, weights: givenUp }, waitingSince: null };
      return hold({ ...look, rollout: given }, progress.reason, true);
    }
  }

  const shape = shapeKnownGood(look, target, endpoint);
  const progress = bringEndpoint({ rollout, endpoint, shape, plan, now });
  const notices = withdrawalPage(look, target);
  switch (progress.at) {
    case 'acting':
      return act(look, progress, notices);
    case 'waiting':
      return waitOn(look, progress.reason);
    case 'broken':
      return fail(look, progress.reason);
  }
  const settled: Look = { ...look, rollout: { ...rollout, waitingSince: null } };
  return proveBy(settled, target, {
    passed: (proven) => {
      const failed = rollout.withdrawal?.endsAs === 'failed';
      const reason = rollout.withdrawal?.reason ?? rollout.requestedFor;
      const phase = failed ? 'failed' : 'rolled-back';
      return recordServing(proven, phase, 'rolled-back', reason, shape.config, notices);
    },
    failed: (tried, reason) =>
      fail(tried, `Version ${target} is back but fails the golden requests: ${reason}`),
  });
}

/** The known good version alone; where the endpoint is still on the config it was good on, that very config. */
function shapeKnownGood(look: Look, version: number, endpoint: EndpointState | null): EndpointShape {
  const shape = shapeAlone(look, version);
  const { live, endpointConfig } = look.observation.serving;
  const untouched = endpoint !== null && endpoint.config === endpointConfig && live === version;
  return untouched ? { ...shape, config: endpoint.config } : shape;
}

/** The page about a withdrawn candidate: sent once the callers are off it. */
function withdrawalPage(look: Look, target: number): Action[] {
  const { rollout } = look;
  if (rollout.withdrawal === null) return [];
  const what = `was withdrawn: ${sentence(rollout.withdrawal.reason)} ${standing(look)} Callers are served by version ${target} again.`;
  const todo = `Callers need nothing. Read the reason, mend version ${rollout.version} and release it anew; it is not retried by itself.`;
  const topic = rollout.withdrawal.endsAs === 'failed' ? 'not-deployed' : 'withdrawn';
  return [pageAbout(rollout, topic, 'page', what, todo)];
}
