import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DriftBaseline, probabilityBins, probabilityFeature } from '../../../core/drift/baseline.ts';
import { judgeDrift } from '../../../core/drift/judge-drift.ts';
import type { FeatureProfile, NumberProfile, Profile } from '../../../core/drift/profile.ts';
import type { DriftVerdict } from '../../../core/drift/report.ts';
import type { OutcomeScore } from '../../../core/drift/score-outcomes.ts';

interface Case {
  readonly name: string;
  readonly given: {
    readonly baseline: Readonly<Record<string, number[]>>;
    readonly current: Readonly<Record<string, number[]>>;
    readonly baselinePredictions?: number[];
    readonly currentPredictions?: number[];
    readonly outcomes?: Partial<OutcomeScore>;
    readonly minimumRequests?: number;
  };
  readonly expected: {
    readonly input?: DriftVerdict;
    readonly prediction?: DriftVerdict;
    readonly performance?: DriftVerdict;
    readonly calibration?: DriftVerdict;
    readonly features?: Readonly<Record<string, DriftVerdict>>;
    readonly drifted: boolean;
    readonly monitor?: string | null;
  };
}

const { monitoring, cases } = JSON.parse(
  readFileSync(new URL('../../cases/drift-verdicts.json', import.meta.url), 'utf8'),
) as { monitoring: Parameters<typeof judgeDrift>[0]['monitoring']; cases: Case[] };

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** The last count is of nulls. */
const numbers = (counts: number[]): FeatureProfile => ({
  type: 'number',
  nulls: counts.at(-1)!,
  edges: counts.slice(0, -2).map((_, index) => index),
  counts: counts.slice(0, -1),
  minimum: null,
  maximum: null,
  mean: null,
});

function inputs(features: Readonly<Record<string, number[]>>): Profile {
  const rows = Object.values(features).map(sum);
  return {
    rows: rows[0] ?? 0,
    features: Object.fromEntries(Object.entries(features).map(([name, counts]) => [name, numbers(counts)])),
  };
}

function predictions(counts: number[], mean: number): Profile {
  const empty = probabilityBins.features[probabilityFeature] as NumberProfile;
  const filled = empty.counts.map((_, bin) => counts[bin] ?? 0);
  return { rows: sum(counts), features: { [probabilityFeature]: { ...empty, counts: filled, mean } } };
}

const judge = ({ given }: Case) => {
  const alike = [200, 300, 300, 200].map((count) => count * 5);
  const current = inputs(given.current);
  const baseline: DriftBaseline = {
    kind: 'drift-baseline',
    model: 'm',
    runId: 'r',
    createdAt: '2026-01-01T00:00:00.000Z',
    inputs: inputs(given.baseline),
    predictions: predictions(given.baselinePredictions ?? alike, 0.2),
    auc: 0.75,
    positives: 1_000,
    negatives: 4_000,
    threshold: 0.3,
  };
  const outcomes: OutcomeScore | null = given.outcomes
    ? {
        outcomes: 1_000,
        positives: 200,
        negatives: 800,
        auc: 0.75,
        standardError: 0.02,
        f1: 0.4,
        brier: 0.15,
        residual: 0,
        residualError: 0.012,
        matrix: { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 },
        ...given.outcomes,
      }
    : null;
  return judgeDrift({
    baseline,
    inputs: current,
    predictions: predictions(given.currentPredictions ?? alike, 0.2),
    outcomes,
    monitoring: { ...monitoring, minimumRequests: given.minimumRequests ?? monitoring.minimumRequests },
  });
};

describe('judgeDrift', () => {
  it.each(cases)('$name', (given) => {
    const { monitors, features, drifted, monitor } = judge(given);
    const verdicts = Object.fromEntries(monitors.map(({ name, verdict }) => [name, verdict]));
    const {
      features: expectedFeatures,
      drifted: expectedDrift,
      monitor: expectedMonitor,
      ...expected
    } = given.expected;
    expect(verdicts).toMatchObject(expected);
    expect(Object.fromEntries(features.map(({ name, verdict }) => [name, verdict]))).toMatchObject(
      expectedFeatures ?? {},
    );
    expect(drifted).toBe(expectedDrift);
    if (expectedMonitor !== undefined) expect(monitor).toBe(expectedMonitor);
  });

  it.each(cases)('says nothing that cannot be stored: $name', (given) => {
    const judgement = judge(given);
    expect(JSON.stringify(judgement)).not.toMatch(/NaN|undefined|Infinity/);
    for (const { pValue } of judgement.features)
      expect(pValue === null || pValue === 0 || pValue > 1e-130).toBe(true);
  });
});
