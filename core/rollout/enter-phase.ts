import type { Rollout, RolloutPhase } from './rollout.ts';

/** The rollout at the beginning of a phase: what belonged to the former phase is forgotten, its story kept. */
export function enterPhase(rollout: Rollout, phase: RolloutPhase, reason: string, now: Date): Rollout {
  const at = now.toISOString();
  return {
    ...rollout,
    phase,
    reason,
    weight: weightIn(rollout, phase),
    updatedAt: at,
    phaseSince: at,
    requested: { config: null, weights: null },
    waitingSince: null,
    goldenFailures: 0,
    readErrors: 0,
    story: [...rollout.story, { at, phase, reason }],
  };
}

function weightIn({ purpose, weight }: Rollout, phase: RolloutPhase): number {
  if (phase === 'promoted' || (phase === 'rolled-back' && purpose === 'rollback')) return 100;
  return phase === 'rolling-back' && purpose === 'release' ? 0 : weight;
}
