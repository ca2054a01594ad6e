import { createHash } from 'node:crypto';

/**
 * Keys of the registry's items: a partition per dataset, model or owner, so that each question
 * the command line asks is one Query.
 */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

const padded = (version: number): string => String(version).padStart(10, '0');

export const uploadKey = (dataset: string, uploadId: string): ItemKey => ({
  pk: `DATASET#${dataset}`,
  sk: `UPLOAD#${uploadId}`,
});

/** How far the online features of a dataset's views have come. */
export const materialisationKey = (dataset: string): ItemKey => ({
  pk: `DATASET#${dataset}`,
  sk: 'MATERIALISED',
});

/** What DynamoDB takes as a sort key. */
const mostSortKeyBytes = 1_024;

/**
 * The newest sequencer seen for one S3 key: orders the events of that key. An S3 key may be as long as a whole sort
 * key, so a long one stands there by its SHA-256; no other begins so, for uploads begin with `landing/`.
 */
export function sequencerKey(dataset: string, objectKey: string): ItemKey {
  const pk = `DATASET#${dataset}`;
  const sk = `SEQUENCER#${objectKey}`;
  if (Buffer.byteLength(sk) <= mostSortKeyBytes) return { pk, sk };
  return { pk, sk: `SEQUENCER#sha256:${createHash('sha256').update(objectKey).digest('hex')}` };
}

export const datasetVersionKey = (dataset: string, version: number): ItemKey => ({
  pk: `DATASET#${dataset}`,
  sk: `VERSION#${padded(version)}`,
});

/** What keeps a dataset version from collection by somebody's word. */
export const pinKey = (dataset: string, version: number): ItemKey => ({
  pk: `DATASET#${dataset}`,
  sk: `PIN#${padded(version)}`,
});

/** An upload that has been begun and not been told of yet: the sweep looks at these alone. */
export const openUploadKey = (dataset: string, uploadId: string): ItemKey => ({
  pk: 'OPEN-UPLOADS',
  sk: `UPLOAD#${dataset}#${uploadId}`,
});

/** Ids of reproductions begin so: no model's name has an underscore, so no release's id does. */
export const reproductionPrefix = 'reproduction_';

/** A reproduction is a run too, but lies apart: whoever asks for a model's runs means its releases. */
export const runKey = (model: string, runId: string): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: runId.startsWith(reproductionPrefix) ? `REPRODUCTION#${runId}` : `RUN#${runId}`,
});

/** Points at the run that was started last: two causes that arrive at once cannot both find none before them. */
export const newestRunKey = (model: string): ItemKey => ({ pk: `MODEL#${model}`, sk: 'NEWEST-RUN' });

export const modelVersionKey = (model: string, version: number): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: `VERSION#${padded(version)}`,
});

export const servingKey = (model: string): ItemKey => ({ pk: `MODEL#${model}`, sk: 'SERVING' });

export const servingHistoryKey = (model: string, at: string, rolloutId: string): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: `HISTORY#${at}#${rolloutId}`,
});

export const rolloutKey = (model: string, rolloutId: string): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: `ROLLOUT#${rolloutId}`,
});

export const driftReportKey = (model: string, reportId: string): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: `DRIFT#${reportId}`,
});

/** Why a live version is being retrained: at most one record per version. */
export const driftCauseKey = (model: string, version: number): ItemKey => ({
  pk: `MODEL#${model}`,
  sk: `CAUSE#${padded(version)}`,
});

/** How far the watch over a model has read: the end of the last window. */
export const watchKey = (model: string): ItemKey => ({ pk: `MODEL#${model}`, sk: 'WATCH' });

/** The newest comparison of a model's served features with their recomputation. */
export const skewReportKey = (model: string): ItemKey => ({ pk: `MODEL#${model}`, sk: 'SKEW' });

/** A task token that waits for a SageMaker job or an approval. */
export const taskTokenKey = (name: string): ItemKey => ({ pk: 'TOKENS', sk: `TOKEN#${name}` });

export const pageKey = (owner: string, pageId: string): ItemKey => ({
  pk: `OWNER#${owner}`,
  sk: `PAGE#${pageId}`,
});

/** One vector of materialised hourly feature values: per view, entity and week. */
export const featureVectorKey = (view: string, entity: string, week: string): ItemKey => ({
  pk: `FEATURE#${view}#${entity}`,
  sk: `WEEK#${week}`,
});

/** A backfill: its plan and how far it has come. */
export const backfillKey = (backfillId: string): ItemKey => ({ pk: `BACKFILL#${backfillId}`, sk: 'PLAN' });

/** What a backfill made of one upload. */
export const backfillItemKey = (backfillId: string, uploadId: string): ItemKey => ({
  pk: `BACKFILL#${backfillId}`,
  sk: `ITEM#${uploadId}`,
});

export const partitionOf = {
  backfill: (backfillId: string): string => `BACKFILL#${backfillId}`,
  dataset: (dataset: string): string => `DATASET#${dataset}`,
  model: (model: string): string => `MODEL#${model}`,
  owner: (owner: string): string => `OWNER#${owner}`,
  tokens: 'TOKENS',
  openUploads: 'OPEN-UPLOADS',
} as const;
