import type { RolloutPhase } from '../../core/rollout/rollout.ts';
import type { Tone } from '../style.ts';

/** How each phase of a rollout is meant: on its way, well ended, or a matter for somebody. */
export const phaseTone: Readonly<Record<RolloutPhase, Tone>> = {
  preparing: 'plain',
  joining: 'plain',
  smoke: 'plain',
  stepping: 'plain',
  promoting: 'plain',
  'rolling-back': 'warn',
  promoted: 'good',
  'rolled-back': 'warn',
  refused: 'bad',
  superseded: 'dim',
  failed: 'bad',
};
