import type { Look } from '../look.ts';
import { sentence } from './sentence.ts';

/** Where the rollout stood, in numbers. */
export function standing({ rollout }: Look): string {
  const judged =
    rollout.judgment === null
      ? ''
      : ` Last verdict: ${rollout.judgment.verdict}. ${sentence(rollout.judgment.reason)}`;
  return `Requested by ${rollout.requestedBy}, step ${rollout.step + 1}.${judged}`;
}
