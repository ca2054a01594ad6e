import type { Profile } from './profile.ts';

/**
 * What a model version saw and said when it was judged: everything that its traffic is compared with later.
 * One per run, JSON, at `modelPrefix.baseline(model, runId)`.
 */
export interface DriftBaseline {
  readonly kind: 'drift-baseline';
  readonly model: string;
  readonly runId: string;
  readonly createdAt: string;
  /** Profile of the training rows' features. */
  readonly inputs: Profile;
  /** Profile of the holdout's predictions: one feature, `probability`, in `probabilityBins`. */
  readonly predictions: Profile;
  /** ROC AUC on the holdout, and the counts that say how certain it is. */
  readonly auc: number;
  readonly positives: number;
  readonly negatives: number;
  /** Probability from which a prediction counts as positive. */
  readonly threshold: number;
}

/** The name of the one feature in a profile of predictions. */
export const probabilityFeature = 'probability';

/** An empty profile with twenty bins of 0.05: `profileTable`'s `edges` for predictions. */
export const probabilityBins: Profile = {
  rows: 0,
  features: {
    [probabilityFeature]: {
      type: 'number',
      nulls: 0,
      edges: Array.from({ length: 19 }, (_, index) => (index + 1) / 20),
      counts: Array.from({ length: 20 }, () => 0),
      minimum: null,
      maximum: null,
      mean: null,
    },
  },
};
