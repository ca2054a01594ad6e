import type { ServingRecord } from '../registry/records.ts';
import type { Rollout } from '../rollout/rollout.ts';

/** A version that answers callers, and its share of them, in [0, 1]. */
export interface AnsweringVersion {
  readonly version: number;
  readonly share: number;
}

/**
 * Which versions answer a model's callers: the live one, and beside it a candidate while a release steps.
 * Shares add up to 1; none at all before the first release.
 */
export function answeringVersions(
  serving: ServingRecord | null,
  rollout: Rollout | null,
): AnsweringVersion[] {
  const live = serving?.live ?? null;
  const steps =
    rollout !== null &&
    rollout.purpose === 'release' &&
    (rollout.phase === 'stepping' || rollout.phase === 'promoting') &&
    rollout.rolloutId === serving?.lease?.rolloutId &&
    rollout.version !== live;
  const candidate = steps ? rollout.version : null;
  if (candidate === null) return live === null ? [] : [{ version: live, share: 1 }];
  if (live === null) return [{ version: candidate, share: 1 }];
  const share = Math.min(100, Math.max(0, rollout!.weight)) / 100;
  return [
    { version: live, share: 1 - share },
    { version: candidate, share },
  ];
}

/**
 * The version that a draw falls on.
 * @param draw uniform in [0, 1)
 */
export function drawVersion(versions: readonly AnsweringVersion[], draw: number): number | null {
  let sum = 0;
  for (const { version, share } of versions) {
    sum += share;
    if (draw < sum) return version;
  }
  return versions.at(-1)?.version ?? null;
}
