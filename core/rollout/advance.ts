import { variantName } from '../names.ts';
import type { Action } from './action.ts';
import { bringEndpoint, type Progress } from './bring-endpoint.ts';
import { describeWeights, type EndpointShape, shapeEndpoint } from './endpoint-shape.ts';
import { enterPhase } from './enter-phase.ts';
import { judgeStep } from './judge-step.ts';
import { type EndpointState, isUnreadable, type Observation } from './observation.ts';
import { pageAbout } from './page-about.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import { finalPhases, type Rollout, type RolloutPhase } from './rollout.ts';
import { noMetrics, type VariantMetrics } from './variant-metrics.ts';

/** What follows from one look. */
export interface Advance {
  readonly next: Rollout;
  /** To be done in order, before `next` is stored. */
  readonly actions: readonly Action[];
  readonly reason: string;
  /** Whether to look again at once: nothing has to happen outside first. */
  readonly again: boolean;
}

/** Consecutive looks that may fail before a rollout stops trusting what it cannot see. */
const maximumReadErrors = 5;
const maximumGoldenAttempts = 3;

interface Look {
  readonly rollout: Rollout;
  readonly observation: Observation;
  readonly plan: RolloutPlan;
  readonly now: Date;
}

/**
 * The next state of a rollout and what to do to get there: a pure function of what was observed. The phase
 * says where the endpoint should be, the observation where it is; so a look may be repeated after a crash,
 * and whatever had been done already is seen rather than done again.
 */
export function advance(rollout: Rollout, observation: Observation, plan: RolloutPlan, now: Date): Advance {
  if (finalPhases.has(rollout.phase)) {
    return { next: rollout, actions: [], reason: rollout.reason, again: false };
  }
  const look: Look = { rollout, observation, plan, now };
  if (observation.lease === 'outdated') {
    return moveTo(look, 'superseded', 'Another rollout took the endpoint over by force');
  }
  if (rollout.phase === 'preparing') return prepare(look);

  if (isOverdue(look)) {
    const reason = `It was ${rollout.phase} for longer than any part of a rollout may last`;
    return rollout.phase === 'rolling-back' ? fail(look, reason) : withdraw(look, reason, 'failed');
  }
  const { endpoint } = observation;
  if (isUnreadable(endpoint)) return afterReadError(look, `the endpoint (${endpoint.unreadable})`);
  switch (rollout.phase) {
    case 'joining':
      return join(look, endpoint);
    case 'smoke':
      return smoke(look);
    case 'stepping':
      return step(look, endpoint);
    case 'promoting':
      return promote(look, endpoint);
    default:
      return rollBack(look, endpoint);
  }
}

function prepare(look: Look): Advance {
  const { rollout, observation, plan, now } = look;
  const refuse = (reason: string, severity: 'page' | 'notice' = 'notice'): Advance =>
    moveTo(look, 'refused', reason, [
      { kind: 'release-lease' },
      pageAbout(
        look.rollout,
        'refused',
        severity,
        `was refused: ${reason}`,
        'Mend what is named and start it again.',
      ),
    ]);

  if (rollout.version === null) return refuse('there is no earlier release to go back to');
  if (observation.lease === 'busy') {
    const holder = observation.serving.lease?.rolloutId ?? 'unknown';
    if (secondsSince(rollout.startedAt, now) > plan.leaseDeadlineInSeconds) {
      return moveTo(look, 'refused', `Rollout '${holder}' held the endpoint for too long`, [
        pageAbout(
          look.rollout,
          'refused',
          'notice',
          `waited in vain for rollout '${holder}'`,
          'Start it again.',
        ),
      ]);
    }
    return hold(look, `Waits for rollout '${holder}', which holds the endpoint`);
  }
  if (observation.preflight === null) return hold(look, 'Checks that all it needs exists', true);
  if (observation.preflight.problems.length > 0) return refuse(observation.preflight.problems.join('; '));
  if (isUnreadable(observation.endpoint)) {
    if (rollout.readErrors + 1 >= maximumReadErrors) {
      return refuse(`the endpoint cannot be read (${observation.endpoint.unreadable})`);
    }
    return {
      ...hold(look, `Cannot read the endpoint (${observation.endpoint.unreadable})`),
      next: { ...rollout, readErrors: rollout.readErrors + 1, updatedAt: now.toISOString() },
    };
  }
  const status = observation.endpoint?.status;
  if (status !== undefined && hopeless.has(status)) {
    return refuse(
      `endpoint '${rollout.endpoint}' is ${status}: it allows nothing but its deletion, which is a person's decision`,
    );
  }
  const { live } = observation.serving;
  if (rollout.purpose === 'release' && live === rollout.version) {
    return refuse(`version ${live} serves already`);
  }
  const ready: Rollout = {
    ...rollout,
    baseline: live,
    fence: observation.serving.fence,
    sagemakerModels: observation.preflight.sagemakerModels,
    comparedSince: now.toISOString(),
  };
  return rollout.purpose === 'release'
    ? moveTo({ ...look, rollout: ready }, 'joining', `Version ${ready.version} joins the endpoint`, [], true)
    : moveTo({ ...look, rollout: ready }, 'rolling-back', `Back to version ${ready.version}`, [], true);
}

/** The last resort: whatever else is seen, a phase ends. */
function isOverdue({ rollout, plan, now }: Look): boolean {
  const baking = rollout.phase === 'stepping' ? plan.deadlineInSeconds : 0;
  return secondsSince(rollout.phaseSince, now) > baking + 4 * plan.updateDeadlineInSeconds;
}

/** States that an endpoint does not leave by itself. */
const hopeless = new Set(['Failed', 'UpdateRollbackFailed', 'OutOfService', 'Deleting']);

function join(look: Look, endpoint: EndpointState | null): Advance {
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

function smoke(look: Look): Advance {
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

function step(look: Look, endpoint: EndpointState | null): Advance {
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

function promote(look: Look, endpoint: EndpointState | null): Advance {
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

/**
 * Back to the known good version, without any analysis. While that version is still a variant, the callers
 * go back to it at once by weight; only then the endpoint sheds the other variant, which takes minutes.
 */
function rollBack(look: Look, endpoint: EndpointState | null): Advance {
  const { rollout, plan, now } = look;
  const target = rollout.purpose === 'rollback' ? rollout.version : rollout.baseline;
  if (target === null) {
    return fail(look, `${rollout.withdrawal?.reason ?? rollout.reason}, and there is no earlier release`);
  }
  const name = variantName(target);
  const present = endpoint?.variants ?? [];
  const canShift = present.length > 1 && present.some(({ variant }) => variant === name);
  if (endpoint?.status === 'InService' && canShift && !shiftGivenUp(rollout)) {
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

const givenUp = 'given up';
const shiftGivenUp = (rollout: Rollout): boolean => rollout.requested.weights === givenUp;

/** Brings the endpoint to a shape and goes on once it is there; a release whose endpoint breaks is withdrawn. */
function towards(
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

function act(
  look: Look,
  { action, reason }: Extract<Progress, { at: 'acting' }>,
  before: readonly Action[] = [],
): Advance {
  const { rollout, now } = look;
  const requested =
    action.kind === 'set-weights'
      ? { ...rollout.requested, weights: describeWeights(action.weights) }
      : action.kind === 'create-endpoint' || action.kind === 'update-endpoint'
        ? { ...rollout.requested, config: action.shape.config }
        : rollout.requested;
  return {
    next: { ...touched(rollout, now), reason, requested, waitingSince: null, readErrors: 0 },
    actions: [...before, action],
    reason,
    again: false,
  };
}

function waitOn(look: Look, reason: string): Advance {
  const { rollout, now } = look;
  const waitingSince = rollout.waitingSince ?? now.toISOString();
  return hold({ ...look, rollout: { ...rollout, waitingSince, readErrors: 0 } }, reason);
}

/** Asks a version the golden requests, or takes in their answers; a few attempts are allowed. */
function proveBy(
  look: Look,
  version: number,
  then: {
    readonly passed: (proven: Look) => Advance;
    readonly failed: (tried: Look, reason: string) => Advance;
  },
): Advance {
  const { rollout, observation } = look;
  const variant = variantName(version);
  const answers = observation.golden?.filter((result) => result.variant === variant) ?? [];
  if (answers.length === 0) {
    const reason = `Golden requests ask ${variant}`;
    return { ...hold(look, reason, true), actions: [{ kind: 'run-golden', variant }] };
  }
  const calls = answers.reduce((sum, { calls }) => sum + calls, 0);
  const toCandidate = rollout.version === version ? calls : 0;
  const asked: Rollout = {
    ...rollout,
    lastGolden: answers,
    goldenRequests: rollout.goldenRequests + toCandidate,
  };
  const failures = answers.filter(({ passed }) => !passed);
  if (failures.length === 0) return then.passed({ ...look, rollout: asked });
  const reason = failures.map((failure) => `${failure.name}: ${failure.reason}`).join('; ');
  const tried: Rollout = { ...asked, goldenFailures: rollout.goldenFailures + 1 };
  if (tried.goldenFailures >= maximumGoldenAttempts) return then.failed({ ...look, rollout: tried }, reason);
  return hold({ ...look, rollout: tried }, `Golden requests failed, once more: ${reason}`);
}

function afterReadError(look: Look, what: string): Advance {
  const { rollout } = look;
  const failing: Look = { ...look, rollout: { ...rollout, readErrors: rollout.readErrors + 1 } };
  const reason = `Cannot read ${what}, ${failing.rollout.readErrors} times in a row`;
  if (failing.rollout.readErrors < maximumReadErrors) return hold(failing, reason);
  if (rollout.phase !== 'rolling-back') return withdraw(failing, reason);
  // Going back is worth more patience than going on, but not for ever.
  const waited = secondsSince(rollout.phaseSince, look.now);
  return waited < 2 * look.plan.updateDeadlineInSeconds ? hold(failing, reason) : fail(failing, reason);
}

/** The candidate goes: callers back to the baseline first. */
function withdraw(look: Look, reason: string, endsAs: 'rolled-back' | 'failed' = 'rolled-back'): Advance {
  const withdrawn: Rollout = { ...look.rollout, withdrawal: { reason, endsAs } };
  return moveTo({ ...look, rollout: withdrawn }, 'rolling-back', reason, [], true);
}

function fail(look: Look, reason: string): Advance {
  const what = `could not be brought to an end that can be vouched for: ${reason}. ${standing(look)}`;
  const todo =
    'See what the endpoint serves (npx ballast status), then follow the article. An endpoint that is Failed or UpdateRollbackFailed must be deleted by hand before the next rollout.';
  return moveTo(look, 'failed', reason, [
    { kind: 'release-lease' },
    pageAbout(look.rollout, 'failed', 'page', what, todo),
  ]);
}

function recordServing(
  look: Look,
  phase: RolloutPhase,
  change: 'released' | 'promoted' | 'rolled-back',
  reason: string,
  config: string,
  notices: readonly Action[] = [],
): Advance {
  const { rollout, observation } = look;
  const { serving } = observation;
  const forward = phase === 'promoted';
  const live = forward || rollout.purpose === 'rollback' ? rollout.version! : rollout.baseline!;
  // A second rollback in a row stays where the first one led; a withdrawn candidate changes nothing.
  const lastKnownGood = forward
    ? serving.live
    : rollout.purpose === 'rollback'
      ? live
      : serving.lastKnownGood;
  const previous = forward || rollout.purpose === 'rollback' ? rollout.baseline : rollout.version;
  const byHand: Action[] =
    rollout.purpose === 'rollback'
      ? [
          pageAbout(
            look.rollout,
            'rolled-back',
            'notice',
            `was done by ${rollout.requestedBy} (${rollout.requestedFor}): version ${live} serves and answers the golden requests`,
            'Find out what was wrong with the version that was left before it is released again.',
          ),
        ]
      : [];
  const summary = `${sentence(reason)} Version ${live} serves alone and answers the golden requests`;
  return moveTo(look, phase, summary, [
    { kind: 'record-serving', live, lastKnownGood, config, change, previous, reason },
    ...notices,
    ...byHand,
  ]);
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

/** Where the rollout stood, in numbers. */
function standing({ rollout }: Look): string {
  const judged =
    rollout.judgment === null
      ? ''
      : ` Last verdict: ${rollout.judgment.verdict}. ${sentence(rollout.judgment.reason)}`;
  return `Requested by ${rollout.requestedBy}, step ${rollout.step + 1}.${judged}`;
}

function shapeAlone({ rollout, plan }: Look, version: number): EndpointShape {
  return shapeEndpoint(rollout.endpoint, plan.instanceType, [variantOf(rollout, version, 1)]);
}

/** The known good version alone; where the endpoint is still on the config it was good on, that very config. */
function shapeKnownGood(look: Look, version: number, endpoint: EndpointState | null): EndpointShape {
  const shape = shapeAlone(look, version);
  const { live, endpointConfig } = look.observation.serving;
  const untouched = endpoint !== null && endpoint.config === endpointConfig && live === version;
  return untouched ? { ...shape, config: endpoint.config } : shape;
}

/** Both variants. The config is the same at every step: it joins at weight 0, then weights alone change. */
function shapeCanary({ rollout, plan }: Look, share: number): EndpointShape {
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

function variantOf(rollout: Rollout, version: number, weight: number) {
  const variant = variantName(version);
  const sagemakerModel = rollout.sagemakerModels[variant];
  if (sagemakerModel === undefined) {
    throw new Error(
      `Cannot shape the endpoint of '${rollout.model}': rollout ${rollout.rolloutId} knows no SageMaker model for variant ${variant}`,
    );
  }
  return { variant, sagemakerModel, weight };
}

/** Without the golden requests, which are ours. */
function callersOf(metrics: VariantMetrics | undefined, goldenRequests: number): VariantMetrics {
  const seen = metrics ?? noMetrics;
  return { ...seen, requests: Math.max(0, seen.requests - goldenRequests) };
}

function moveTo(
  look: Look,
  phase: RolloutPhase,
  reason: string,
  actions: readonly Action[] = [],
  again = false,
): Advance {
  return { next: enterPhase(look.rollout, phase, reason, look.now), actions, reason, again };
}

function hold(look: Look, reason: string, again = false): Advance {
  return { next: { ...touched(look.rollout, look.now), reason }, actions: [], reason, again };
}

const touched = (rollout: Rollout, now: Date): Rollout => ({ ...rollout, updatedAt: now.toISOString() });
const secondsSince = (at: string, now: Date): number => (now.getTime() - Date.parse(at)) / 1_000;
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
