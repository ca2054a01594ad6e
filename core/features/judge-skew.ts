import type { FeatureValue } from './feature-vector.ts';

/** A sample as it was served, and as it was computed again. */
export interface ComparedSample {
  readonly id: string;
  readonly at: string;
  readonly served: Readonly<Record<string, FeatureValue>>;
  readonly recomputed: Readonly<Record<string, FeatureValue>>;
}

/** How a feature differed among the samples. */
export interface SkewedFeature {
  readonly name: string;
  /** Samples in which it differs. */
  readonly differing: number;
  /** One of them. */
  readonly example: {
    readonly id: string;
    readonly at: string;
    readonly served: FeatureValue;
    readonly recomputed: FeatureValue;
  };
}

/**
 * - `equal`: the share of samples that differ is at most `maximumSkewShare`;
 * - `skewed`: it is larger;
 * - `inconclusive`: fewer than `minimumSamples` samples could be compared.
 */
export type SkewVerdict = 'equal' | 'skewed' | 'inconclusive';

export interface SkewJudgement {
  readonly verdict: SkewVerdict;
  readonly samples: number;
  readonly differing: number;
  /** Share of samples with at least one feature that differs, in [0, 1]; null while inconclusive. */
  readonly share: number | null;
  /** Features that differ, in most samples first. */
  readonly features: readonly SkewedFeature[];
}

/** The threshold of the alarm `feature-skew`. */
export const maximumSkewShare = 0.01;

/** With fewer, one odd sample would be a share of several percent. */
export const minimumSamples = 20;

/** Sums of the same numbers in another order differ by rounding alone: relative, and absolute about 0. */
const tolerance = 1e-9;

/** Whether two values of a feature are the same: null is null alone, numbers may differ by rounding. */
export function sameValue(served: FeatureValue, recomputed: FeatureValue): boolean {
  if (typeof served !== 'number' || typeof recomputed !== 'number') return served === recomputed;
  if (Object.is(served, recomputed)) return true;
  if (!Number.isFinite(served) || !Number.isFinite(recomputed)) return false;
  return Math.abs(served - recomputed) <= tolerance * Math.max(1, Math.abs(served), Math.abs(recomputed));
}

/** How many samples were served other features than their recomputation gives, and which features those are. */
export function judgeSkew(samples: readonly ComparedSample[]): SkewJudgement {
  const features = new Map<string, SkewedFeature>();
  let differing = 0;
  for (const { id, at, served, recomputed } of samples) {
    const names = new Set([...Object.keys(served), ...Object.keys(recomputed)]);
    let differs = false;
    for (const name of names) {
      const [one, other] = [served[name] ?? null, recomputed[name] ?? null];
      if (sameValue(one, other)) continue;
      differs = true;
      const known = features.get(name);
      features.set(name, {
        name,
        differing: (known?.differing ?? 0) + 1,
        example: known?.example ?? { id, at, served: one, recomputed: other },
      });
    }
    if (differs) differing++;
  }
  const share = samples.length < minimumSamples ? null : differing / samples.length;
  return {
    verdict: share === null ? 'inconclusive' : share > maximumSkewShare ? 'skewed' : 'equal',
    samples: samples.length,
    differing,
    share,
    features: [...features.values()].sort((a, b) => b.differing - a.differing || (a.name < b.name ? -1 : 1)),
  };
}

/** The newest comparison of a model's served features, as the registry holds it. */
export interface SkewReport extends SkewJudgement {
  readonly kind: 'skew-report';
  readonly model: string;
  readonly at: string;
  /** When the first and the last of its samples were served; null without samples. */
  readonly from: string | null;
  readonly to: string | null;
  /** Samples that could not be computed again, and why: the version that they came from is gone. */
  readonly unjudged: number;
  readonly reason: string | null;
  /** Key after which the next comparison reads, null for all: samples that did not suffice are read again. */
  readonly cursor: string | null;
}
