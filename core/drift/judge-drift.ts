import type { Monitoring } from '../registry/model-definition.ts';
import { type DriftBaseline, probabilityFeature } from './baseline.ts';
import { compareBins } from './compare-bins.ts';
import { hanleyMcNeilError } from './hanley-mcneil-error.ts';
import { holmCorrection } from './holm-correction.ts';
import { homogeneityTest } from './homogeneity-test.ts';
import { jensenShannonDistance } from './jensen-shannon-distance.ts';
import { normalQuantile, normalTail } from './normal-distribution.ts';
import { populationStabilityIndex, stabilityIndexByChance } from './population-stability-index.ts';
import type { FeatureProfile, Profile } from './profile.ts';
import type { DriftVerdict, FeatureDrift, MonitorResult } from './report.ts';
import type { OutcomeScore } from './score-outcomes.ts';

export interface DriftJudgement {
  /** `input`, `prediction`, `performance` and `calibration`, in this order. */
  readonly monitors: readonly MonitorResult[];
  /** The most drifted first. */
  readonly features: readonly FeatureDrift[];
  /**
   * Whether the model itself is in question: its performance or its calibration drifted, or its predictions
   * drifted together with its inputs and no outcomes show that it is as good as ever. Inputs alone may move
   * without harm, and predictions alone point to a fault rather than to the world.
   */
  readonly drifted: boolean;
  /** The monitor that decided it; null without drift. */
  readonly monitor: 'prediction' | 'performance' | 'calibration' | null;
}

/**
 * Compares a window of traffic with what the version saw when it was judged. Something has drifted only if its
 * effect reaches the threshold, and the test says that chance alone would not do that, and there are enough rows; a large
 * effect that may be chance is inconclusive, and so is too little data.
 * @param inputs profile of the window's feature records, in the baseline's bins
 * @param predictions profile of the window's probabilities, in the baseline's bins
 * @param outcomes how good predictions were whose outcomes are known by now; null where none is
 * @param monitoring thresholds and the level of each family of tests; the features are one family
 */
export function judgeDrift(window: {
  readonly baseline: DriftBaseline;
  readonly inputs: Profile;
  readonly predictions: Profile;
  readonly outcomes: OutcomeScore | null;
  readonly monitoring: Monitoring;
}): DriftJudgement {
  const { baseline, inputs, predictions, outcomes, monitoring } = window;
  const features = judgeFeatures(baseline.inputs, inputs, monitoring);
  const input = judgeInput(features, inputs.rows, monitoring);
  const prediction = judgePrediction(baseline.predictions, predictions, monitoring);
  const performance = judgePerformance(baseline, outcomes, monitoring);
  const calibration = judgeCalibration(baseline, outcomes, monitoring);
  // Inputs and predictions only stand in for outcomes that are not known yet.
  const asGoodAsEver = performance.verdict === 'stable' && calibration.verdict === 'stable';
  const monitor =
    performance.verdict === 'drifted'
      ? 'performance'
      : calibration.verdict === 'drifted'
        ? 'calibration'
        : prediction.verdict === 'drifted' && input.verdict === 'drifted' && !asGoodAsEver
          ? 'prediction'
          : null;
  return {
    monitors: [input, prediction, performance, calibration],
    features,
    drifted: monitor !== null,
    monitor,
  };
}

function judgeFeatures(baseline: Profile, current: Profile, monitoring: Monitoring): FeatureDrift[] {
  const shifts = Object.entries(current.features).map(([name, profile]) => ({
    name,
    ...measureShift(name, baseline.features[name], profile, current.rows, monitoring),
  }));
  const testable = shifts.filter(({ pValue }) => pValue !== null);
  const corrected = holmCorrection(testable.map(({ pValue }) => pValue!));
  const correctedOf = new Map(testable.map(({ name }, index) => [name, corrected[index]!]));
  return shifts
    .map((shift): FeatureDrift => {
      const pValue = storable(correctedOf.get(shift.name) ?? null);
      return { ...shift, pValue, ...decide(shift, pValue, monitoring.featurePsi, monitoring.alpha) };
    })
    .sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1) || (a.name < b.name ? -1 : 1));
}

/** DynamoDB takes no number between 0 and 1e-130; a p-value far above that is 0 to everybody. */
const storable = (pValue: number | null): number | null => (pValue !== null && pValue < 1e-100 ? 0 : pValue);

interface Shift {
  readonly untestable: string | null;
  /** Why there is no judging yet, where there are too few rows. */
  readonly undecided: string | null;
  /** Stability index less what chance alone gives; not below 0. */
  readonly psi: number | null;
  readonly distance: number | null;
  readonly pValue: number | null;
}

function measureShift(
  name: string,
  baseline: FeatureProfile | undefined,
  current: FeatureProfile,
  rows: number,
  monitoring: Monitoring,
): Shift {
  const nothing = { untestable: null, undecided: null, psi: null, distance: null, pValue: null };
  if (baseline === undefined) return { ...nothing, untestable: 'the baseline does not have it' };
  const bins = compareBins(name, baseline, current);
  if (bins.baseline.filter((count) => count > 0).length < 2) {
    const what = baseline.nulls > 0 ? 'only nulls' : 'a single value or bin';
    return { ...nothing, untestable: `the baseline has ${what}, so there is no distribution to compare` };
  }
  if (rows === 0) return { ...nothing, undecided: 'no rows' };
  const psi = Math.max(
    0,
    populationStabilityIndex(bins.baseline, bins.current) -
      stabilityIndexByChance(bins.baseline, bins.current),
  );
  return {
    untestable: null,
    undecided:
      rows < monitoring.minimumRequests ? `${rows} rows, judged from ${monitoring.minimumRequests} on` : null,
    psi,
    distance: jensenShannonDistance(bins.baseline, bins.current),
    pValue: homogeneityTest(bins.baseline, bins.current).pValue,
  };
}

/** The verdict on one distribution, given its p-value after correction. */
function decide(
  shift: Shift,
  pValue: number | null,
  threshold: number,
  alpha: number,
): { readonly verdict: DriftVerdict; readonly reason: string } {
  if (shift.untestable !== null) return { verdict: 'not-testable', reason: shift.untestable };
  if (shift.undecided !== null) return { verdict: 'inconclusive', reason: shift.undecided };
  const effect = `PSI ${shift.psi!.toFixed(3)} against ${threshold}`;
  if (shift.psi! < threshold) return { verdict: 'stable', reason: effect };
  const chance = `p = ${shortP(pValue!)}`;
  return pValue! < alpha
    ? { verdict: 'drifted', reason: `${effect}, ${chance}` }
    : { verdict: 'inconclusive', reason: `${effect}, but it may be chance: ${chance}` };
}

function judgeInput(
  features: readonly FeatureDrift[],
  rows: number,
  { inputShare, minimumRequests }: Monitoring,
): MonitorResult {
  const result = {
    name: 'input',
    measure: 'share of features that drifted',
    threshold: inputShare,
    rows,
  } as const;
  const testable = features.filter(({ verdict }) => verdict !== 'not-testable');
  if (testable.length === 0) {
    return { ...result, value: null, verdict: 'not-testable', reason: 'no feature can be tested' };
  }
  if (rows < minimumRequests) {
    const reason = `${rows} requests, judged from ${minimumRequests} on`;
    return { ...result, value: null, verdict: 'inconclusive', reason };
  }
  const drifted = testable.filter(({ verdict }) => verdict === 'drifted');
  const open = testable.filter(({ verdict }) => verdict === 'inconclusive');
  const share = drifted.length / testable.length;
  const most = drifted.slice(0, 5).map(({ name, psi }) => `${name} ${psi!.toFixed(2)}`);
  const reason =
    `${drifted.length} of ${testable.length} features drifted` +
    (most.length > 0 ? ` (PSI: ${most.join(', ')})` : '');
  if (share >= inputShare) return { ...result, value: share, verdict: 'drifted', reason };
  if ((drifted.length + open.length) / testable.length >= inputShare) {
    const undecided = `${reason}, ${open.length} more may have`;
    return { ...result, value: share, verdict: 'inconclusive', reason: undecided };
  }
  return { ...result, value: share, verdict: 'stable', reason };
}

function judgePrediction(baseline: Profile, current: Profile, monitoring: Monitoring): MonitorResult {
  const shift = measureShift(
    probabilityFeature,
    baseline.features[probabilityFeature],
    current.features[probabilityFeature]!,
    current.rows,
    monitoring,
  );
  return {
    name: 'prediction',
    measure: 'population stability index of the probability',
    threshold: monitoring.predictionPsi,
    rows: current.rows,
    value: shift.psi,
    ...decide(shift, shift.pValue, monitoring.predictionPsi, monitoring.alpha),
  };
}

function judgePerformance(
  baseline: DriftBaseline,
  outcomes: OutcomeScore | null,
  { aucFall, alpha, minimumRequests }: Monitoring,
): MonitorResult {
  const rows = outcomes?.outcomes ?? 0;
  const result = { name: 'performance', measure: 'fall of the ROC AUC', threshold: aucFall, rows } as const;
  if (baseline.positives === 0 || baseline.negatives === 0) {
    return { ...result, value: null, verdict: 'not-testable', reason: 'the holdout had one class only' };
  }
  if (rows < minimumRequests) {
    const reason = `${rows} outcomes, judged from ${minimumRequests} on`;
    return { ...result, value: null, verdict: 'inconclusive', reason };
  }
  const { auc, standardError, positives } = outcomes!;
  if (auc === null || standardError === null) {
    const reason = `${positives} of ${rows} outcomes are positive: an AUC needs two of each class`;
    return { ...result, value: null, verdict: 'inconclusive', reason };
  }
  const fall = baseline.auc - auc;
  const error = Math.hypot(
    standardError,
    hanleyMcNeilError(baseline.auc, baseline.positives, baseline.negatives),
  );
  const half = normalQuantile(0.975) * error;
  // Without any error (a perfect separation) every fall is certain, and no fall is none.
  const pValue = error > 0 ? normalTail(fall / error) : fall > 0 ? 0 : 1;
  const measured = {
    ...result,
    value: fall,
    interval: [fall - half, fall + half] as const,
  };
  const effect = `AUC ${auc.toFixed(3)}, ${baseline.auc.toFixed(3)} on the holdout: fall ${fall.toFixed(3)} ± ${half.toFixed(3)} against ${aucFall}`;
  if (fall < aucFall) return { ...measured, verdict: 'stable', reason: effect };
  return pValue < alpha
    ? { ...measured, verdict: 'drifted', reason: `${effect}, p = ${shortP(pValue)}` }
    : {
        ...measured,
        verdict: 'inconclusive',
        reason: `${effect}, but it may be chance: p = ${shortP(pValue)}`,
      };
}

/**
 * Whether the label comes true as often as predicted, or at least misses by as much as on the holdout. A base
 * rate that moves leaves the ranking, and so the AUC, as it is; the decisions at a fixed threshold are wrong all the same.
 */
function judgeCalibration(
  baseline: DriftBaseline,
  outcomes: OutcomeScore | null,
  { calibrationShift, alpha, minimumRequests }: Monitoring,
): MonitorResult {
  const rows = outcomes?.outcomes ?? 0;
  const result = {
    name: 'calibration',
    measure: 'shift of the observed less the predicted rate',
    threshold: calibrationShift,
    rows,
  } as const;
  const known = baseline.positives + baseline.negatives;
  const probabilities = baseline.predictions.features[probabilityFeature];
  if (known === 0 || probabilities?.type !== 'number' || probabilities.mean === null) {
    return { ...result, value: null, verdict: 'not-testable', reason: 'the holdout has no predictions' };
  }
  if (rows < minimumRequests || outcomes?.residual == null || outcomes.residualError === null) {
    const reason = `${rows} outcomes, judged from ${minimumRequests} on`;
    return { ...result, value: null, verdict: 'inconclusive', reason };
  }
  const rate = baseline.positives / known;
  const before = rate - probabilities.mean;
  const shift = outcomes.residual - before;
  const error = Math.hypot(outcomes.residualError, Math.sqrt((rate * (1 - rate)) / known));
  const half = normalQuantile(0.975) * error;
  const pValue = error > 0 ? 2 * normalTail(Math.abs(shift) / error) : shift === 0 ? 1 : 0;
  const measured = {
    ...result,
    value: Math.abs(shift),
    interval: [Math.abs(shift) - half, Math.abs(shift) + half] as const,
  };
  const observed = outcomes.positives / rows;
  const effect = `came true in ${percent(observed)}, predicted ${percent(observed - outcomes.residual)}: shift ${shift.toFixed(3)} ± ${half.toFixed(3)} against ${calibrationShift}`;
  if (Math.abs(shift) < calibrationShift) return { ...measured, verdict: 'stable', reason: effect };
  return pValue < alpha
    ? { ...measured, verdict: 'drifted', reason: `${effect}, p = ${shortP(pValue)}` }
    : {
        ...measured,
        verdict: 'inconclusive',
        reason: `${effect}, but it may be chance: p = ${shortP(pValue)}`,
      };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const shortP = (pValue: number): string => (pValue < 1e-4 ? pValue.toExponential(0) : pValue.toPrecision(2));
