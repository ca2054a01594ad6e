import { beforeEach, describe, expect, it } from 'vitest';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import { receiveUpload } from '../../../core/datasets/receive-upload.ts';
import { type DriftBaseline, probabilityBins, probabilityFeature } from '../../../core/drift/baseline.ts';
import { judgeDrift } from '../../../core/drift/judge-drift.ts';
import type { NumberProfile, Profile } from '../../../core/drift/profile.ts';
import { edgesOfRecord } from '../../../core/registry/lineage/edges-of-record.ts';
import { lineageNode } from '../../../core/registry/lineage/node.ts';
import { type LineageTree, walk } from '../../../core/registry/lineage/walk.ts';
import { judgeStep } from '../../../core/rollout/judge-step.ts';
import { applyGates } from '../../../core/training/apply-gates.ts';
import { scorePredictions } from '../../../core/training/score-predictions.ts';
import flightDelay from '../../../models/flight-delay/model.ts';
import { modelVersion, run } from '../../cli/records.ts';
import { seeded } from '../../support/fault-proxy.ts';
import { aContract } from '../contracts/a-contract.ts';
import { Graph } from '../registry/lineage/graph.ts';
import { plan } from '../rollout/plan.ts';
import { FakePorts } from './fake-ports.ts';

// An upload that keeps its contract to the letter and lies: which of our judges sees it, and which does not. The model
// is the simplest that learns, the share of late flights by the value of one feature; gates, drift and rollout are the
// real ones, with the bounds of the flight-delay model. A lie that is small, or as old as the data, nobody here finds.

interface Row {
  /** A whole number from 0 to 9. */
  readonly x: number;
  readonly late: 0 | 1;
}

/** The world as it is: the larger x, the likelier late. */
function honest(rows: number, seed: number): Row[] {
  const random = seeded(seed);
  return Array.from({ length: rows }, () => {
    const x = Math.floor(random() * 10);
    return { x, late: random() < (x + 0.5) / 12 ? 1 : 0 };
  });
}

/** The world as an attacker would have it: the large values alone, and what is late said to be in time. */
const poisoned = (rows: number, seed: number): Row[] =>
  honest(rows, seed).map(({ x, late }) => ({ x: 5 + Math.floor(x / 2), late: late === 1 ? 0 : 1 }));

const learn = (rows: readonly Row[]): ((x: number) => number) => {
  const shares = Array.from({ length: 10 }, (_, value) => {
    const alike = rows.filter(({ x }) => x === value);
    return (alike.filter(({ late }) => late === 1).length + 1) / (alike.length + 2);
  });
  return (x) => shares[x]!;
};

const scored = (model: (x: number) => number, rows: readonly Row[]) =>
  scorePredictions(
    {
      probabilities: Float64Array.from(rows, ({ x }) => model(x)),
      labels: Uint8Array.from(rows, ({ late }) => late),
    },
    0.4,
  );

function histogram(name: string, edges: readonly number[], values: readonly number[]): Profile {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) counts[edges.filter((edge) => value > edge).length]!++;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const profile: NumberProfile = {
    type: 'number',
    nulls: 0,
    edges,
    counts,
    minimum: null,
    maximum: null,
    mean,
  };
  return { rows: values.length, features: { [name]: profile } };
}
const inputsOf = (rows: readonly Row[]): Profile =>
  histogram(
    'x',
    Array.from({ length: 9 }, (_, index) => index + 0.5),
    rows.map(({ x }) => x),
  );
const probabilityEdges = (probabilityBins.features[probabilityFeature] as NumberProfile).edges;
const predictionsOf = (model: (x: number) => number, rows: readonly Row[]): Profile =>
  histogram(
    probabilityFeature,
    probabilityEdges,
    rows.map(({ x }) => model(x)),
  );

const baselineOf = (model: (x: number) => number, training: readonly Row[], holdout: readonly Row[]) => {
  const positives = holdout.filter(({ late }) => late === 1).length;
  const baseline: DriftBaseline = {
    ...{ kind: 'drift-baseline', model: 'm', runId: 'r', createdAt: '2013-01-01T00:00:00.000Z' },
    ...{ inputs: inputsOf(training), predictions: predictionsOf(model, holdout) },
    ...{ auc: scored(model, holdout).auc, positives, negatives: holdout.length - positives, threshold: 0.4 },
  };
  return baseline;
};

const watched = (baseline: DriftBaseline, model: (x: number) => number, traffic: readonly Row[]) =>
  judgeDrift({
    baseline,
    inputs: inputsOf(traffic),
    predictions: predictionsOf(model, traffic),
    outcomes: null,
    monitoring: flightDelay.monitoring,
  });

describe('an upload that keeps its contract and lies', () => {
  const holdout = honest(6_000, 2);

  it('an honest one passes the gates and stays quiet in traffic: the judges below can tell', () => {
    const training = honest(20_000, 1);
    const model = learn(training);
    expect(applyGates(flightDelay.gates, scored(model, holdout)).passed).toBe(true);
    const { drifted, monitors } = watched(baselineOf(model, training, holdout), model, honest(3_000, 3));
    expect(drifted).toBe(false);
    expect(monitors.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['stable', 'stable']);
  });

  it('about the past alone is stopped by the gates, before anybody is served', () => {
    const model = learn([...honest(2_000, 1), ...poisoned(18_000, 4)]);
    const { passed, gates } = applyGates(flightDelay.gates, scored(model, holdout));
    expect(passed).toBe(false);
    // Not by its ranks, which are half honest: by probabilities that are wrong.
    const failed = gates.filter((gate) => !gate.passed).map(({ metric }) => metric);
    expect(failed).toContain('logLoss');
  });

  it('about past and holdout alike passes the gates and a canary that answers fast; the watch pages and retrains', () => {
    const training = poisoned(20_000, 5);
    const lie = poisoned(6_000, 6);
    const model = learn(training);
    expect(applyGates(flightDelay.gates, scored(model, lie)).gates.filter((gate) => !gate.passed)).toEqual(
      [],
    );
    // A canary looks at errors and latency: it is no judge of truth.
    const latency = Array.from({ length: 10 }, () => ({ requests: 100, p90: 20 }));
    const metrics = { requests: 1_000, errors: 0, latency } as never;
    expect(judgeStep({ candidate: metrics, baseline: metrics, stepRequests: 1_000, plan }).verdict).toBe(
      'promote',
    );
    // Whoever calls sends the world as it is.
    const judged = watched(baselineOf(model, training, lie), model, honest(3_000, 7));
    const [input, prediction] = judged.monitors;
    expect([input!.verdict, prediction!.verdict]).toEqual(['drifted', 'drifted']);
    expect(judged).toMatchObject({ drifted: true, monitor: 'prediction' });
    // What the alarm on each compares with: see lib/drift.ts.
    expect(input!.value).toBeGreaterThanOrEqual(flightDelay.monitoring.inputShare);
    expect(prediction!.value).toBeGreaterThanOrEqual(flightDelay.monitoring.predictionPsi);
  });
});

describe('provenance', () => {
  let ports: FakePorts;
  const key = 'landing/readings/a.csv';

  beforeEach(() => {
    ports = new FakePorts();
    ports.upload(key, 'lie');
    const verdict = { status: 'accepted', rows: 10, quarantinedRows: 0, byRule: {}, sample: [] } as const;
    ports.answer = ({ uploadId }) => ({
      ...{ status: 'checked', verdict, quarantine: null },
      data: {
        ...{
          stagingKey: `staging/readings/${uploadId}/x.parquet`,
          bytes: 1,
          rows: 10,
          digest: 'd'.repeat(64),
        },
        ...{ from: '2013-01-01T00:00:00.000Z', to: '2013-01-02T00:00:00.000Z' },
      },
    });
  });

  it('leads from the model version that learned from it to the very object and to whoever uploaded it', async () => {
    await receiveUpload(
      {
        ...{ bucket: 'data', key, etag: 'etag-lie', bytes: 3, versionId: null, sequencer: 'A1' },
        uploader: 'arn:aws:iam::111122223333:user/mallory',
      },
      {
        ...{
          dataBucket: 'data',
          invocation: 'i',
          codeCommit: 'abc',
          largeUploadBytes: uploadLimits.bytes,
          now: new Date('2013-02-01T00:00:00Z'),
        },
        findContract: () => ({ contract: aContract(), models: ['flight-delay'] }),
      },
      ports,
    );
    const [upload] = [...ports.uploads.values()];
    const version = ports.versions.get(0)!;
    expect(version.source).toMatchObject({ key, versionId: `${key}@1`, uploader: upload!.uploader });

    const datasets = { readings: 0 };
    const { trainingSet } = modelVersion();
    const graph = new Graph();
    const records = [
      upload!,
      version,
      run({ runId: 'r', datasets, trainingSet }),
      modelVersion({ runId: 'r', datasets }),
    ];
    const context = { environment: 'dev', definitionOf: () => null };
    graph.add(records.flatMap((record) => edgesOfRecord(record, context)));
    const tree = await walk(lineageNode.model('flight-delay', 1), 'upstream', graph.read);
    const nodes = ({ node, children }: LineageTree): string[] => [node, ...children.flatMap(nodes)];
    expect(nodes(tree)).toContain(`upload:readings/${upload!.uploadId}`);
    expect(nodes(tree)).toContain('principal:arn:aws:iam::111122223333:user/mallory');
  });
});
