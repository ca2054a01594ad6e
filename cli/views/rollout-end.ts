import type { Rollout } from '../../core/rollout/rollout.ts';
import type { ExitCode } from '../exit-codes.ts';

/** What to tell whoever asked for a rollback that did not end well; null where it did. */
export function rolloutEnd(
  rollout: Pick<Rollout, 'rolloutId' | 'model' | 'phase' | 'reason'>,
): { readonly exit: ExitCode; readonly message: string } | null {
  const { rolloutId, model, phase, reason } = rollout;
  if (phase === 'rolled-back') return null;
  if (phase === 'refused') {
    return { exit: 'refused', message: `Cannot roll '${model}' back: ${reason}` };
  }
  if (phase === 'superseded') {
    return {
      exit: 'failed',
      message: `Cannot finish rollback ${rolloutId} of '${model}': ${reason}; \`ballast status ${model}\` shows the one that took over`,
    };
  }
  return {
    exit: 'failed',
    message: `Cannot finish rollback ${rolloutId} of '${model}', which ended as ${phase}: ${reason}; see docs/runbook/`,
  };
}
