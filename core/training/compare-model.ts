import type { Artifact } from '../registry/records.ts';
import type { ArtifactComparison } from './artifact-comparison.ts';

/** Two probabilities that differ by no more are the same answer: float32 has 7 digits. */
export const predictionTolerance = 1e-6;

/**
 * Compares two trained models: by the archive's bytes, else by the files in it (an archive holds the times of its
 * writing), else by what they answer to the same rows of the holdout.
 * @param predictions of the holdout, row by row; null where those of the recorded model are gone
 */
export function compareModel(
  recorded: Artifact,
  made: Artifact,
  predictions: { readonly recorded: Float64Array; readonly made: Float64Array } | null,
): ArtifactComparison {
  const say = (verdict: ArtifactComparison['verdict'], detail: string): ArtifactComparison => ({
    artifact: 'model',
    verdict,
    detail,
    reasons: [],
  });
  if (recorded.digest === made.digest) return say('identical', `model.tar.gz, SHA-256 ${made.digest}`);
  const changed = changedEntries(recorded, made);
  if (changed !== null && changed.length === 0) {
    const files = Object.keys(made.entries ?? {}).length;
    return say(
      'identical',
      `${files} files in model.tar.gz; the archive around them has other times of writing`,
    );
  }
  const which = changed === null ? 'model.tar.gz' : changed.join(', ');
  if (predictions === null) {
    return say('differs', `${which}; the recorded predictions are gone, so that no answers can be compared`);
  }
  if (predictions.recorded.length !== predictions.made.length) {
    return say(
      'differs',
      `${which}; ${predictions.recorded.length} predictions of the holdout, now ${predictions.made.length}`,
    );
  }
  let largest = 0;
  let differing = 0;
  predictions.made.forEach((probability, row) => {
    const difference = Math.abs(probability - (predictions.recorded[row] ?? Number.NaN));
    // NaN is no agreement.
    if (!(difference <= predictionTolerance)) differing++;
    if (!(difference <= largest)) largest = difference;
  });
  const rows = predictions.made.length.toLocaleString('en-US');
  return differing === 0
    ? say(
        'equal-within-tolerance',
        `${which} differ, but ${rows} predictions of the holdout differ by at most ${largest.toExponential(1)}`,
      )
    : say(
        'differs',
        `${which}; ${differing.toLocaleString('en-US')} of ${rows} predictions of the holdout differ, by up to ${largest.toPrecision(3)}`,
      );
}

/** Names of the files that differ; null where the files of one archive were not recorded. */
function changedEntries(recorded: Artifact, made: Artifact): string[] | null {
  const [before, after] = [recorded.entries, made.entries];
  if (before === undefined || after === undefined) return null;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .sort();
}
