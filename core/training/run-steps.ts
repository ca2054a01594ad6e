import type { RunStep } from '../registry/records.ts';

/** The steps of the release machine, in order; also the names of its states. */
export const runSteps = [
  'features',
  'train',
  'evaluate',
  'gate',
  'register',
  'approval',
  'rollout',
] as const satisfies readonly RunStep[];
