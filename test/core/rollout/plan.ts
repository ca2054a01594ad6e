import { planRollout } from '../../../core/rollout/plan-rollout.ts';

/** 10 %, 50 %, 100 %; bakes of 60 s, deadlines of 600 s. */
export const plan = planRollout(
  {
    steps: [10, 50, 100],
    bake: { minutes: 1 },
    deadline: { minutes: 10 },
    minimumRequests: 60,
    errorMargin: 0.05,
    latencyRatio: 2,
    maximumLatency: { seconds: 1 },
    instanceType: 'ml.m5.large',
    goldenRequests: [],
  },
  1,
);
