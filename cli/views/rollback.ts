import type { GoldenResult, Rollout } from '../../core/rollout/rollout.ts';
import { metric } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

/** What a rollback came to, with its proof. */
export interface RollbackView {
  readonly model: string;
  readonly rolloutId: string;
  readonly phase: Rollout['phase'];
  readonly reason: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly seconds: number;
  /** Answers of the golden requests that were asked last. */
  readonly proof: readonly GoldenResult[];
}

export const rollbackView = (rollout: Rollout): RollbackView => ({
  model: rollout.model,
  rolloutId: rollout.rolloutId,
  phase: rollout.phase,
  reason: rollout.reason,
  from: rollout.baseline,
  to: rollout.version,
  seconds: Math.round((Date.parse(rollout.updatedAt) - Date.parse(rollout.startedAt)) / 1_000),
  proof: rollout.lastGolden,
});

export function renderRollback(view: RollbackView, style: Style): string {
  const version = (number: number | null): string => (number === null ? 'no version' : `version ${number}`);
  const back = view.phase === 'rolled-back';
  const head = back
    ? style(
        'good',
        `'${view.model}' is back on ${version(view.to)}, from ${version(view.from)}, in ${view.seconds} s.`,
      )
    : style('bad', printable(`'${view.model}' is not rolled back (${view.phase}): ${view.reason}`));
  if (view.proof.length === 0) return head;
  const proof = table<GoldenResult>(
    [
      { title: 'golden request', value: ({ name }) => name },
      { title: 'variant', value: ({ variant }) => variant },
      { title: 'probability', value: ({ probability }) => metric(probability), align: 'right' },
      { title: 'ms', value: ({ milliseconds }) => milliseconds.toFixed(1), align: 'right' },
      {
        title: 'result',
        value: ({ passed, reason }) => ({
          text: `${passed ? 'passed' : 'failed'}: ${reason}`,
          tone: passed ? 'good' : 'bad',
        }),
      },
    ],
    view.proof,
    style,
  );
  return `${head}\n${proof}`;
}
