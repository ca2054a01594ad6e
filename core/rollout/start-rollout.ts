import type { Rollout } from './rollout.ts';

/** A rollout that has done nothing yet. */
export function startRollout(request: {
  readonly model: string;
  readonly rolloutId: string;
  readonly purpose: Rollout['purpose'];
  readonly endpoint: string;
  readonly version: number | null;
  readonly requestedBy: string;
  readonly requestedFor: string;
  readonly now: Date;
}): Rollout {
  const { now, ...asked } = request;
  const at = now.toISOString();
  const reason = `${asked.requestedBy} asked for it: ${asked.requestedFor}`;
  return {
    kind: 'rollout',
    ...asked,
    baseline: null,
    phase: 'preparing',
    reason,
    startedAt: at,
    updatedAt: at,
    phaseSince: at,
    fence: null,
    sagemakerModels: {},
    requested: { config: null, weights: null },
    waitingSince: null,
    comparedSince: null,
    goldenRequests: 0,
    goldenFailures: 0,
    lastGolden: [],
    step: 0,
    weight: 0,
    stepSince: null,
    requestsBeforeStep: 0,
    readErrors: 0,
    judgment: null,
    withdrawal: null,
    story: [{ at, phase: 'preparing', reason }],
  };
}
