import { randomUUID } from 'node:crypto';
import { putMetrics } from '../../adapters/cloudwatch/put-metrics.ts';
import { latestVersion } from '../../adapters/datasets/latest-version.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import type { Condition } from '../../adapters/dynamodb/condition.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent } from '../../adapters/dynamodb/put-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { transactWrite } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { driftMetrics } from '../../core/drift/drift-metrics.ts';
import { judgeDrift } from '../../core/drift/judge-drift.ts';
import type { DriftCauseRecord, DriftReport } from '../../core/drift/report.ts';
import { kpiValue } from '../../core/drift/score-outcomes.ts';
import { noCaptures, type WatchRecord } from '../../core/drift/watch.ts';
import { type DriftDetected, endpointName, eventDetailType, modelPrefix } from '../../core/names.ts';
import {
  driftCauseKey,
  driftReportKey,
  partitionOf,
  runKey,
  servingKey,
  watchKey,
} from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { RunRecord, ServingRecord } from '../../core/registry/records.ts';
import { env } from './env.ts';
import { fetchCaptures } from './fetch-captures.ts';
import { loadVersion } from './load-version.ts';
import { measureWindow } from './measure-window.ts';

export interface CheckResult {
  readonly model: string;
  /**
   * - `checked`: there is a new report;
   * - `nothing-new`: no captured request and no outcome since the last check;
   * - `not-serving`: no version is live yet;
   * - `overtaken`: another check of the same traffic ended first, and its report counts.
   */
  readonly status: 'checked' | 'nothing-new' | 'not-serving' | 'overtaken';
  readonly report?: DriftReport;
  /** Captured objects that were left for the next check. */
  readonly left?: number;
}

/** Most drifted features that the registry's copy of a report names. */
const featuresInRegistry = 12;

/** Measures what a model's endpoint served since the last check against what its live version was judged by. */
export async function checkModel(definition: ModelDefinition, now: Date, until: Date): Promise<CheckResult> {
  const { BALLAST_ENV, REGISTRY_TABLE, DATA_BUCKET, MODEL_BUCKET } = readEnv(env);
  const model = definition.name;
  const [serving, watch, dataset] = await Promise.all([
    getRecord<ServingRecord>(REGISTRY_TABLE, servingKey(model)),
    getRecord<WatchRecord>(REGISTRY_TABLE, watchKey(model)),
    latestVersion(REGISTRY_TABLE, definition.request.dataset),
  ]);
  const live = serving?.live ?? null;
  if (live === null) {
    await putMetrics(driftMetrics(model, null));
    return { model, status: 'not-serving' };
  }
  const cause = await getRecord<DriftCauseRecord>(REGISTRY_TABLE, driftCauseKey(model, live));
  if (cause !== null && cause.announcedAt === undefined) await announce(REGISTRY_TABLE, cause, now);

  return withWorkDirectory(async (directory): Promise<CheckResult> => {
    const captures = await fetchCaptures({
      bucket: MODEL_BUCKET,
      prefix: `${modelPrefix.capture}${endpointName(BALLAST_ENV, model)}/`,
      cursor: watch?.captures ?? noCaptures,
      until,
      directory,
    });
    const outcomesMayBeNew = dataset !== null && dataset.version !== watch?.datasetVersion;
    if (captures.files.length === 0 && !(outcomesMayBeNew && watch?.unscored)) {
      await putMetrics(driftMetrics(model, null));
      return { model, status: 'nothing-new' };
    }
    const sequence = watch?.sequence ?? 0;
    // The last part is this check's own: two that run at once do not write over each other.
    const token = randomUUID();
    const reportId = `${now.toISOString().replaceAll(/[-:.]/g, '')}-${sequence + 1}-${token.slice(0, 8)}`;
    const details = `${modelPrefix.drift(model)}reports/${reportId}.json`;
    const { baseline } = await loadVersion(REGISTRY_TABLE, MODEL_BUCKET, model, live);
    const window = await measureWindow({
      definition,
      live,
      baseline,
      files: captures.files,
      dataset,
      watch,
      directory,
      reportId,
      now,
      table: REGISTRY_TABLE,
      dataBucket: DATA_BUCKET,
      modelBucket: MODEL_BUCKET,
    });
    const judgement = judgeDrift({
      baseline,
      inputs: window.inputs,
      predictions: window.predictions,
      outcomes: window.outcomes,
      monitoring: definition.monitoring,
    });
    const { outcomes, matrix } = window;
    const known = matrix.truePositive + matrix.falsePositive + matrix.trueNegative + matrix.falseNegative;
    const report: DriftReport = {
      kind: 'drift-report',
      reportId,
      model,
      version: live,
      at: now.toISOString(),
      window: { from: window.from, to: window.to, requests: window.inputs.rows },
      variants: window.variants,
      unreadable: window.unreadable,
      ...judgement,
      performance: outcomes && {
        outcomes: outcomes.outcomes,
        positives: outcomes.positives,
        auc: outcomes.auc,
        f1: outcomes.f1,
        brier: outcomes.brier,
        residual: outcomes.residual,
      },
      kpi:
        known === 0
          ? null
          : {
              name: definition.kpi.name,
              unit: definition.kpi.unit,
              value: kpiValue(matrix, definition.kpi),
              outcomes: known,
              matrix,
            },
      cause: judgement.drifted ? (cause?.report ?? reportId) : null,
      details,
    };
    // Before the commit: a check that dies in between is repeated and says the same again.
    await Promise.all([
      putText(MODEL_BUCKET, details, JSON.stringify(report)),
      putMetrics(driftMetrics(model, report)),
    ]);
    const present = judgement.drifted ? (cause ?? causeOf(report)) : null;
    const opened = cause === null ? present : null;
    const next: WatchRecord = {
      kind: 'watch',
      model,
      sequence: sequence + 1,
      at: now.toISOString(),
      captures: captures.cursor,
      datasetVersion: dataset?.version ?? null,
      window: window.open,
      unscored: window.unscored,
      outcomes: window.openOutcomes,
    };
    const committed = await transactWrite(
      REGISTRY_TABLE,
      [
        { key: watchKey(model), record: next, condition: watch === null ? ifAbsent : unchanged(sequence) },
        {
          key: driftReportKey(model, reportId),
          record: { ...report, features: report.features.slice(0, featuresInRegistry) },
        },
        ...(opened === null
          ? []
          : [{ key: driftCauseKey(model, live), record: opened, condition: ifAbsent }]),
      ],
      token,
    );
    if (!committed) return { model, status: 'overtaken' };
    if (present !== null && !(await isAnswered(REGISTRY_TABLE, present))) {
      await announce(REGISTRY_TABLE, present, now);
    }
    return { model, status: 'checked', report, left: captures.left };
  });
}

const unchanged = (sequence: number): Condition => ({
  expression: '#sequence = :sequence',
  names: { '#sequence': 'sequence' },
  values: { ':sequence': sequence },
});

const causeOf = ({ model, version, reportId, monitor, at }: DriftReport): DriftCauseRecord => ({
  kind: 'drift-cause',
  model,
  version,
  report: reportId,
  monitor: monitor ?? 'performance',
  at,
});

/** Whether a retraining was started for a cause. */
async function isAnswered(table: string, { model, report }: DriftCauseRecord): Promise<boolean> {
  const runs = await queryRecords<RunRecord>({
    table,
    partition: partitionOf.model(model),
    prefix: runKey(model, '').sk,
  });
  return runs.some(({ cause }) => cause.kind === 'drift' && cause.report === report);
}

/** Says `Drift Detected`. Said again, it names the same cause: one retraining. */
async function announce(table: string, { model, version, report, monitor }: DriftCauseRecord, now: Date) {
  const detail: DriftDetected = { model, report, monitor };
  await putEvent(eventDetailType.driftDetected, detail);
  await updateRecord(table, driftCauseKey(model, version), { announcedAt: now.toISOString() });
}
