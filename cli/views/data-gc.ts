import type { Collected } from '../../core/datasets/collect-versions.ts';
import type { PlannedVersion, RetentionPlan } from '../../core/datasets/plan-retention.ts';
import { count, minute } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

/** Each version with every reason, and the files that go. */
export function renderPlan(dataset: string, plan: RetentionPlan, style: Style): string {
  if (plan.versions.length === 0) return 'No version yet';
  const bytes = plan.deletes.reduce((sum, file) => sum + file.bytes, 0);
  const going = plan.versions.filter(({ verdict }) => verdict === 'expire').length;
  return [
    style('strong', `${dataset}: ${going} of ${plan.versions.length} versions may go`),
    table<PlannedVersion>(
      [
        { title: 'version', value: ({ version }) => version, align: 'right' },
        { title: 'created', value: ({ createdAt }) => (createdAt === '' ? null : minute(createdAt)) },
        {
          title: 'verdict',
          value: ({ verdict }) => ({ text: verdict, tone: verdict === 'expire' ? 'warn' : 'plain' }),
        },
        { title: 'why', value: ({ reasons }) => reasons.join('; ') },
      ],
      plan.versions,
      style,
    ),
    `${count(plan.deletes.length)} data files (${count(bytes)} bytes) are in no version that stays; the log keeps all versions' history.`,
  ].join('\n');
}

export interface CollectedView {
  readonly expired: readonly number[];
  readonly revived: readonly number[];
  readonly deleted: readonly string[];
  readonly restored: readonly string[];
  /** Versions whose snapshots were deleted. */
  readonly thinned: readonly number[];
}

export const collectedView = ({ plan, revived, deleted, restored, thinned }: Collected): CollectedView => ({
  expired: plan.versions
    .filter(({ version, verdict }) => verdict === 'expire' && !revived.includes(version))
    .map(({ version }) => version),
  revived,
  deleted,
  restored,
  thinned,
});

export function renderCollected(dataset: string, view: CollectedView): string {
  const list = (versions: readonly number[]) => (versions.length === 0 ? 'none' : versions.join(', '));
  return [
    `${dataset}: given up ${list(view.expired)}; ${count(view.deleted.length)} data files deleted`,
    ...(view.revived.length === 0
      ? []
      : [`kept after all, for something needs them now: ${list(view.revived)}`]),
    ...(view.restored.length === 0
      ? []
      : [`${count(view.restored.length)} files of versions that stay were gone and are back`]),
    ...(view.thinned.length === 0 ? [] : [`${count(view.thinned.length)} snapshots of the log deleted`]),
  ].join('\n');
}
