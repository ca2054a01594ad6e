import type { MetricName } from '../../core/registry/model-definition.ts';
import type { Cause, ModelVersionRecord, ServingRecord } from '../../core/registry/records.ts';
import { metric, minute, short } from '../format.ts';
import { imageWords } from '../image-words.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';
import { describeCause, describeDatasets } from './cause.ts';

export interface VersionRow {
  readonly model: string;
  readonly version: number;
  readonly registeredAt: string;
  /** `live`, `last-known-good`, or null. */
  readonly serves: 'live' | 'last-known-good' | null;
  readonly approval: ModelVersionRecord['approval'];
  readonly metrics: Readonly<Record<MetricName, number>>;
  readonly threshold: number;
  readonly cause: Cause;
  readonly datasets: Readonly<Record<string, number>>;
  readonly codeCommit: string;
  readonly codeDigest: string;
  readonly image: string;
  /** Null where the image is known by its tag only. */
  readonly imageDigest: string | null;
  readonly runId: string;
  readonly trainingJob: string;
}

/** The newest first. */
export function versionRows(
  records: readonly ModelVersionRecord[],
  serving: Pick<ServingRecord, 'live' | 'lastKnownGood'> | null,
): VersionRow[] {
  return records
    .map(
      (record): VersionRow => ({
        model: record.model,
        version: record.version,
        registeredAt: record.registeredAt,
        serves: servesAs(record.version, serving),
        approval: record.approval,
        metrics: record.evaluation.metrics,
        threshold: record.evaluation.threshold,
        cause: record.cause,
        datasets: record.datasets,
        codeCommit: record.codeCommit,
        codeDigest: record.codeDigest,
        image: record.image,
        imageDigest: record.imageDigest ?? null,
        runId: record.runId,
        trainingJob: record.trainingJob,
      }),
    )
    .sort((a, b) => b.version - a.version);
}

function servesAs(
  version: number,
  serving: Pick<ServingRecord, 'live' | 'lastKnownGood'> | null,
): VersionRow['serves'] {
  if (version === serving?.live) return 'live';
  return version === serving?.lastKnownGood ? 'last-known-good' : null;
}

const approvalTone: Readonly<Record<ModelVersionRecord['approval']['status'], Tone>> = {
  pending: 'warn',
  approved: 'plain',
  declined: 'bad',
};

export const renderVersions = (rows: readonly VersionRow[], style: Style): string =>
  table<VersionRow>(
    [
      { title: 'version', value: ({ version }) => `v${version}` },
      {
        title: 'serves',
        value: ({ serves }) =>
          serves === null
            ? null
            : { text: serves.replaceAll('-', ' '), tone: serves === 'live' ? 'good' : 'plain' },
      },
      { title: 'AUC', value: ({ metrics }) => metric(metrics.auc), align: 'right' },
      { title: 'F1', value: ({ metrics }) => metric(metrics.f1), align: 'right' },
      { title: 'log loss', value: ({ metrics }) => metric(metrics.logLoss), align: 'right' },
      { title: 'threshold', value: ({ threshold }) => metric(threshold), align: 'right' },
      { title: 'data', value: ({ datasets }) => describeDatasets(datasets) },
      { title: 'code', value: ({ codeDigest }) => codeDigest.slice(0, 8) },
      { title: 'commit', value: ({ codeCommit }) => short(codeCommit) },
      { title: 'image', value: ({ image, imageDigest }) => imageWords(image, imageDigest ?? undefined) },
      { title: 'cause', value: ({ cause }) => describeCause(cause), maximumWidth: 32 },
      {
        title: 'approval',
        value: ({ approval }) => ({
          text: approval.status === 'pending' ? 'pending' : `${approval.status} by ${approval.by}`,
          tone: approvalTone[approval.status],
        }),
        maximumWidth: 36,
      },
      { title: 'registered', value: ({ registeredAt }) => minute(registeredAt) },
    ],
    rows,
    style,
  );
