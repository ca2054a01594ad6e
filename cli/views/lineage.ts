import type { TableFile } from '../../core/datasets/delta-log.ts';
import type {
  DatasetVersionRecord,
  ModelVersionRecord,
  RunRecord,
  ServingHistoryRecord,
} from '../../core/registry/records.ts';
import { count, day, metric, minute, short } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { describeCause, describeDatasets } from './cause.ts';

export interface DatasetLineage {
  readonly dataset: string;
  readonly version: number;
  readonly digest: string;
  readonly parent: number | null;
  readonly contract: { readonly version: string; readonly digest: string };
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly createdAt: string;
  readonly codeCommit: string;
  /** Upward: the uploads that made it, as `s3://bucket/key` with their S3 version. */
  readonly sources: readonly {
    readonly uri: string;
    readonly versionId: string;
    readonly uploader: string;
    readonly uploadId: string;
  }[];
  /** Downward: the model versions that learned from it. */
  readonly models: readonly { readonly model: string; readonly version: number }[];
}

export const datasetLineage = (request: {
  readonly record: DatasetVersionRecord;
  /** The version's data files, as its log names them. */
  readonly files: readonly TableFile[];
  readonly models: readonly ModelVersionRecord[];
  readonly dataBucket: string;
}): DatasetLineage => {
  const { record, files, models, dataBucket } = request;
  return {
    dataset: record.dataset,
    version: record.version,
    digest: record.digest,
    parent: record.parent,
    contract: { version: record.contractVersion, digest: record.contractDigest },
    rows: record.rows,
    from: record.from,
    to: record.to,
    createdAt: record.createdAt,
    codeCommit: record.codeCommit,
    sources: files.map(({ source: { key, versionId, uploader, uploadId } }) => ({
      uri: `s3://${dataBucket}/${key}`,
      versionId,
      uploader,
      uploadId,
    })),
    models: models
      .filter(({ datasets }) => datasets[record.dataset] === record.version)
      .map(({ model, version }) => ({ model, version })),
  };
};

export interface ModelLineage {
  readonly model: string;
  readonly version: number;
  readonly owner: string;
  readonly registeredAt: string;
  readonly approval: ModelVersionRecord['approval'];
  readonly run: {
    readonly runId: string;
    readonly cause: ModelVersionRecord['cause'];
    readonly startedAt: string | null;
  };
  readonly code: { readonly uri: string; readonly digest: string; readonly commit: string };
  readonly training: {
    readonly job: string;
    readonly image: string;
    readonly seed: number;
    readonly hyperparameters: ModelVersionRecord['hyperparameters'];
    readonly set: ModelVersionRecord['trainingSet'];
  };
  readonly artifact: ModelVersionRecord['artifact'];
  readonly metrics: ModelVersionRecord['evaluation']['metrics'];
  /** Upward: what it learned from, and the uploads behind that. */
  readonly datasets: readonly DatasetLineage[];
  readonly datasetVersions: Readonly<Record<string, number>>;
  /** Downward: when it served. */
  readonly served: readonly Pick<ServingHistoryRecord, 'at' | 'change' | 'weight' | 'reason'>[];
}

export const modelLineage = (request: {
  readonly record: ModelVersionRecord;
  readonly run: RunRecord | null;
  readonly history: readonly ServingHistoryRecord[];
  readonly datasets: readonly {
    readonly record: DatasetVersionRecord;
    readonly files: readonly TableFile[];
  }[];
  readonly dataBucket: string;
}): ModelLineage => {
  const { record, run, history, datasets, dataBucket } = request;
  return {
    model: record.model,
    version: record.version,
    owner: record.owner,
    registeredAt: record.registeredAt,
    approval: record.approval,
    run: { runId: record.runId, cause: record.cause, startedAt: run?.startedAt ?? null },
    code: { uri: record.codeUri, digest: record.codeDigest, commit: record.codeCommit },
    training: {
      job: record.trainingJob,
      image: record.image,
      seed: record.seed,
      hyperparameters: record.hyperparameters,
      set: record.trainingSet,
    },
    artifact: record.artifact,
    metrics: record.evaluation.metrics,
    datasetVersions: record.datasets,
    datasets: datasets
      .map((dataset) => datasetLineage({ ...dataset, models: [record], dataBucket }))
      .sort((a, b) => a.dataset.localeCompare(b.dataset)),
    served: history
      .filter(({ version }) => version === record.version)
      .map(({ at, change, weight, reason }) => ({ at, change, weight, reason })),
  };
};

export function renderDatasetLineage(view: DatasetLineage, style: Style): string {
  const models = view.models.map(({ model, version }) => `${model}@${version}`);
  return [
    style('strong', `${view.dataset}@${view.version}`),
    ...fields(style, {
      content: `${count(view.rows)} rows from ${day(view.from)} to ${day(view.to)}, digest ${short(view.digest)}`,
      created: `${minute(view.createdAt)} by code ${short(view.codeCommit)}`,
      contract: `${view.contract.version}, digest ${short(view.contract.digest)}`,
      parent: view.parent === null ? 'none, the first version' : `${view.dataset}@${view.parent}`,
    }),
    'made from',
    ...view.sources.map(sourceLine),
    'learned from it',
    ...(models.length === 0 ? ['  no model version yet'] : models.map((model) => `  ${model}`)),
  ].join('\n');
}

export function renderModelLineage(view: ModelLineage, style: Style): string {
  const { training, approval, run } = view;
  const { rows } = training.set;
  return [
    style('strong', `${view.model}@${view.version}`),
    ...fields(style, {
      registered: `${minute(view.registeredAt)}, owner ${view.owner}`,
      approval:
        approval.status === 'pending'
          ? 'pending'
          : `${approval.status} by ${approval.by} at ${minute(approval.at)}: ${approval.reason}`,
      run: `${run.runId}, ${describeCause(run.cause)}`,
      code: `commit ${short(view.code.commit)}, ${view.code.uri} (digest ${short(view.code.digest)})`,
      job: `${training.job}, seed ${training.seed}, image ${training.image}`,
      parameters: Object.entries(training.hyperparameters)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
      rows: `${count(rows.train)} training, ${count(rows.validation)} validation, ${count(rows.holdout)} holdout (digest ${short(training.set.digest)})`,
      artifact: `${view.artifact.uri}, version ${view.artifact.versionId}, digest ${short(view.artifact.digest)}`,
      metrics: `AUC ${metric(view.metrics.auc)}, F1 ${metric(view.metrics.f1)}, log loss ${metric(view.metrics.logLoss)}`,
    }),
    `made from ${describeDatasets(view.datasetVersions)}`,
    ...view.datasets.flatMap((dataset) => [
      `  ${dataset.dataset}@${dataset.version}  ${count(dataset.rows)} rows from ${day(dataset.from)} to ${day(dataset.to)}`,
      ...dataset.sources.map((source) => `  ${sourceLine(source)}`),
    ]),
    'served',
    ...(view.served.length === 0
      ? ['  never']
      : view.served.map(({ at, change, reason }) => `  ${minute(at)}  ${change}: ${printable(reason)}`)),
  ].join('\n');
}

const sourceLine = ({ uri, versionId, uploader }: DatasetLineage['sources'][number]): string =>
  printable(`  ${uri} version ${versionId}, uploaded by ${uploader}`);

function fields(style: Style, values: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(
    ([name, value]) => `  ${style('dim', name.padEnd(width))}  ${printable(value)}`,
  );
}
