import { variantName } from '../../names.ts';
import { judgeStep } from '../judge-step.ts';
import type { Advance, Look } from '../look.ts';
import { afterReadError } from '../moves/after-read-error.ts';
import { hold } from '../moves/hold.ts';
import { moveTo } from '../moves/move-to.ts';
import { secondsSince } from '../moves/seconds-since.ts';
import { shapeCanary } from '../moves/shape-canary.ts';
import { touched } from '../moves/touched.ts';
import { towards } from '../moves/towards.ts';
import { withdraw } from '../moves/withdraw.ts';
import { type EndpointState, isUnreadable } from '../observation.ts';
import type { Rollout } from '../rollout.ts';
import { noMetrics, type VariantMetrics } from '../variant-metrics.ts';

/** Gives the candidate its share of the requests and judges it against the baseline, until the step has passed. */
export function step(look: Look, endpoint: EndpointState | null): Advance {
  const { rollout, observation, plan, now } = look;
  const percent = plan.steps[rollout.step]!;
  return towards(look, endpoint, shapeCanary(look, percent / 100), (settled) => {
    const { metrics } = observation;
    if (metrics === null) return hold(settled, 'Metrics have not been read yet', true);
    if (isUnreadable(metrics)) return afterReadError(settled, `the metrics (${metrics.unreadable})`);
    const candidate = callersOf(metrics[variantName(rollout.version!)], rollout.goldenRequests);
    const baseline = metrics[variantName(rollout.baseline!)] ?? noMetrics;
    if (rollout.stepSince === null) {
      return {
        ...hold(settled, `${percent} % of the requests go to the candidate`),
        next: {
          ...touched(settled.rollout, now),
          readErrors: 0,
          stepSince: now.toISOString(),
          requestsBeforeStep: candidate.requests,
        },
      };
    }
    const stepRequests = Math.max(0, candidate.requests - rollout.requestsBeforeStep);
    const judgment = judgeStep({ candidate, baseline, stepRequests, plan });
    const judged: Look = { ...settled, rollout: { ...settled.rollout, readErrors: 0, judgment } };
    const lasted = secondsSince(rollout.stepSince, now);
    if (judgment.verdict === 'rollback') return withdraw(judged, judgment.reason);
    if (judgment.verdict === 'inconclusive') {
      if (lasted < plan.deadlineInSeconds) return hold(judged, judgment.reason);
      return withdraw(judged, `No verdict at ${percent} % after ${lasted.toFixed(0)} s. ${judgment.reason}`);
    }
    if (lasted < plan.bakeInSeconds) return hold(judged, `Bakes at ${percent} %. ${judgment.reason}`);
    if (rollout.step + 1 >= plan.steps.length) {
      return moveTo(
        judged,
        'promoting',
        `All ${plan.steps.length} steps passed. ${judgment.reason}`,
        [],
        true,
      );
    }
    const weight = plan.steps[rollout.step + 1]!;
    const following: Rollout = { ...judged.rollout, step: rollout.step + 1, weight, stepSince: null };
    const title = `Step ${rollout.step + 2}: ${weight} % of the requests`;
    return moveTo({ ...judged, rollout: following }, 'stepping', `${title}. ${judgment.reason}`, [], true);
  });
}

/** Without the golden requests, which are ours. */
function callersOf(metrics: VariantMetrics | undefined, goldenRequests: number): VariantMetrics {
  const seen = metrics ?? noMetrics;
  return { ...seen, requests: Math.max(0, seen.requests - goldenRequests) };
}
