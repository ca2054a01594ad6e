import { modelPrefix } from '../../../names.ts';
import type { ModelDefinition } from '../../model-definition.ts';
import type { RunRecord, RunStep } from '../../records.ts';
import type { Change, EmissionContext } from './change.ts';
import { s3Dataset, tableDataset } from './datasets.ts';
import { describeJob, type JobKind, producerOf, runJobs } from './describe-job.ts';
import { facet } from './facet.ts';
import { featureLineage } from './feature-lineage.ts';
import { later } from './later.ts';
import type { OpenLineageDataset, RunEvent } from './run-event.ts';

/**
 * A run of the release machine: `release`, and as its parts `features` (the training set) and `training`, each with
 * START and one of COMPLETE, FAIL and, where the gates were missed, ABORT. A reproduction is told in the same way as
 * jobs of its own, and is complete once it was compared.
 */
export function releaseEvents(change: Change<RunRecord>, context: EmissionContext): RunEvent[] {
  const { before, after, at } = change;
  const definition = definitionOf(after, context);
  const jobs = runJobs[after.reproduces === undefined ? 'release' : 'reproduction'];
  const job = (kind: JobKind) =>
    describeJob(context, {
      kind,
      subject: after.model,
      run: after.runId,
      commit: after.codeCommit,
      codeUrl: after.codeUri,
      owner: definition?.owner.name,
      ...(kind === jobs.whole
        ? {}
        : { parent: { kind: jobs.whole, subject: after.model, run: after.runId } }),
    });
  const [release, features, training] = [job(jobs.whole), job(jobs.features), job(jobs.training)];
  const now = later(after.startedAt, at);
  const read = Object.entries(after.datasets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dataset, version]) => tableDataset(context, dataset, version));
  const events: RunEvent[] = [];

  if (before === null) {
    events.push(release('START', after.startedAt, { inputs: read }));
    events.push(features('START', after.startedAt, { inputs: read }));
  }
  if (after.trainingSet !== undefined && before?.trainingSet === undefined) {
    events.push(features('COMPLETE', now, { inputs: read, outputs: [trainingSet(after, context, true)] }));
  }
  const learned = after.trainingSet === undefined ? [] : [trainingSet(after, context, false)];
  if (after.trainingJob !== undefined && before?.trainingJob === undefined) {
    events.push(training('START', now, { inputs: learned }));
  }
  if (after.artifact !== undefined && before?.artifact === undefined) {
    events.push(training('COMPLETE', now, { inputs: learned, outputs: [artifact(after, context)] }));
  }
  if (after.status === before?.status) return events;

  const failure = {
    message: after.failure?.reason ?? `The run is ${after.status}.`,
    log: after.failure?.logTail,
  };
  const wasRunning = before === null || before.status === 'running';
  if (after.status === 'failed' && after.trainingSet === undefined) {
    events.push(features('FAIL', now, { inputs: read, failure }));
  } else if (after.status === 'failed' && after.artifact === undefined && hasTrained(after.step)) {
    if (after.trainingJob === undefined) events.push(training('START', now, { inputs: learned }));
    events.push(training('FAIL', now, { inputs: learned, failure }));
  }
  if (!wasRunning) {
    // The release has ended as far as lineage goes: approval and rollout change nothing that was made.
    if (after.status === 'failed') events.push(release('OTHER', now, { inputs: read, failure }));
  } else if (after.status === 'failed') {
    events.push(release('FAIL', now, { inputs: read, failure }));
  } else if (after.status === 'rejected') {
    events.push(release('ABORT', now, { inputs: read, failure }));
  } else if (after.status === 'compared') {
    events.push(release('COMPLETE', now, { inputs: read }));
  } else if (after.version !== undefined) {
    events.push(release('COMPLETE', now, { inputs: read, outputs: [modelVersion(after, context)] }));
  }
  return events;
}

/** A reproduction is made by the definition as of then. */
const definitionOf = (run: RunRecord, context: EmissionContext): ModelDefinition | null =>
  run.reproduces?.definition ?? context.definitionOf(run.model);

const hasTrained = (step: RunStep): boolean => step !== 'features';

function trainingSet(run: RunRecord, context: EmissionContext, produced: boolean): OpenLineageDataset {
  const { prefix, digest, rows } = run.trainingSet!;
  const producer = producerOf(context);
  const definition = definitionOf(run, context);
  const lineage = definition === null ? null : featureLineage(definition, context.dataBucket);
  const dataset = s3Dataset(context, context.modelBucket, prefix, {
    ...facet(producer, 'version', { datasetVersion: digest }),
    ...facet(producer, 'schema', lineage && { fields: lineage.fields }),
    ...facet(producer, 'columnLineage', lineage && { fields: lineage.columns }),
  });
  if (!produced) return dataset;
  const rowCount = rows.train + rows.validation + rows.holdout;
  return { ...dataset, outputFacets: facet(producer, 'outputStatistics', { rowCount }) };
}

function artifact(run: RunRecord, context: EmissionContext): OpenLineageDataset {
  const { uri, versionId, bytes } = run.artifact!;
  const producer = producerOf(context);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [
    null,
    context.modelBucket,
    modelPrefix.artifact(run.model),
  ];
  return {
    ...s3Dataset(context, bucket!, key!, facet(producer, 'version', { datasetVersion: versionId })),
    outputFacets: facet(producer, 'outputStatistics', { size: bytes, fileCount: 1 }),
  };
}

function modelVersion(run: RunRecord, context: EmissionContext): OpenLineageDataset {
  const [bucket, producer] = [context.modelBucket, producerOf(context)];
  return s3Dataset(context, bucket, `models/${run.model}`, {
    ...facet(producer, 'version', { datasetVersion: String(run.version) }),
  });
}
