import { modelPrefix } from '../names.ts';
import type { RunRecord } from '../registry/records.ts';

/** Where a run puts what it makes, in the model bucket. Prefixes end with a slash. */
export interface RunPlaces {
  /** @param digest of the inputs that the set is made from */
  trainingSet(digest: string): string;
  readonly artifact: string;
  readonly evaluation: string;
  /** Key of the drift baseline. */
  readonly baseline: string;
}

/**
 * A release shares its training set and artifact with every run of the same inputs; a reproduction shares nothing: it
 * makes all of it again below a prefix of its own, so that it can be compared and nothing that serves can be touched.
 */
export function runPlaces({
  model,
  runId,
  reproduces,
}: Pick<RunRecord, 'model' | 'runId' | 'reproduces'>): RunPlaces {
  if (reproduces === undefined) {
    return {
      trainingSet: (digest) => modelPrefix.trainingSet(model, digest),
      artifact: modelPrefix.artifact(model),
      evaluation: modelPrefix.evaluation(model, runId),
      baseline: modelPrefix.baseline(model, runId),
    };
  }
  const root = modelPrefix.reproduction(runId);
  return {
    trainingSet: (digest) => `${root}training/${digest}/`,
    artifact: `${root}artifacts/`,
    evaluation: `${root}evaluation/`,
    baseline: `${root}baseline.json`,
  };
}
