import * as v from 'valibot';
import { readTable } from '../../adapters/datasets/read-table.ts';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { contractDigest } from '../../core/contracts/contract-digest.ts';
import { describeRules } from '../../core/contracts/describe-rules.ts';
import type { BackfillItem, BackfillRecord } from '../../core/datasets/backfill/backfill-record.ts';
import {
  type BackfillPlan,
  planBackfill,
  type TrainedModel,
} from '../../core/datasets/backfill/plan-backfill.ts';
import { dataPrefix } from '../../core/names.ts';
import { backfillKey, partitionOf } from '../../core/registry/keys.ts';
import type { DatasetVersionRecord, ModelVersionRecord, UploadRecord } from '../../core/registry/records.ts';
import { env } from './env.ts';
import { PlanRequest } from './request.ts';
import { startBackfill } from './start-backfill.ts';

/** Uploads that an answer names: a function's answer ends at 6 MB. The totals are of all. */
const mostShown = 1_000;

export interface PlanAnswer {
  readonly plan: BackfillPlan | null;
  readonly totals: { readonly uploads: number; readonly skipped: number };
  /** The backfill that runs or ran; null where it was only planned. */
  readonly backfill: BackfillRecord | null;
}

/** Plans a backfill from records alone, and starts it when asked to; the same plan is one backfill. */
export async function handler(event: unknown): Promise<PlanAnswer> {
  const settings = readEnv(env);
  const { DATA_BUCKET: bucket, REGISTRY_TABLE: table } = settings;
  const request = v.parse(PlanRequest, event);
  if ('resume' in request) {
    const backfill = await startBackfill(request.resume, settings);
    return { plan: null, totals: { uploads: backfill.uploads, skipped: 0 }, backfill };
  }
  const { dataset, part, from, to } = request;
  const contract = findContract(dataset)?.contract;
  if (contract === undefined) {
    throw new Error(`Cannot find dataset '${dataset}': no model of this stack names it`);
  }
  const partition = partitionOf.dataset(dataset);
  const [uploads, versions, { state }] = await Promise.all([
    queryRecords<UploadRecord>({ table, partition, prefix: 'UPLOAD#' }),
    queryRecords<DatasetVersionRecord>({ table, partition, prefix: 'VERSION#' }),
    readTable(bucket, dataset),
  ]);
  const rules = new Set(describeRules(contract).keys());
  const plan = planBackfill({
    ...{ dataset, part, from, to, uploads, versions, state },
    contract: {
      version: contract.version,
      digest: contractDigest(contract),
      rules,
      mode: contract.mode ?? 'append',
    },
    trained: await trainedOn(dataset, { bucket, table }),
  });
  const totals = { uploads: plan.uploads.length, skipped: plan.skipped.length };
  const shown = {
    ...plan,
    uploads: plan.uploads.slice(0, mostShown),
    skipped: plan.skipped.slice(0, mostShown),
  };
  if (!request.apply || plan.produces === null) return { plan: shown, totals, backfill: null };

  const { backfillId } = plan;
  const items = plan.uploads.map(
    ({ uploadId }): BackfillItem => ({
      backfillId,
      dataset,
      part,
      contractDigest: plan.contractDigest,
      uploadId,
    }),
  );
  // The machine's payload is a reference: a plan may be larger than the 256 KiB that a state takes.
  await putText(bucket, `${dataPrefix.backfill(backfillId)}plan.json`, JSON.stringify(items));
  const fresh: BackfillRecord = {
    kind: 'backfill',
    ...{ backfillId, dataset, part },
    contractVersion: plan.contractVersion,
    contractDigest: plan.contractDigest,
    uploads: items.length,
    requestedBy: request.requestedBy,
    startedAt: new Date().toISOString(),
    attempt: 0,
    status: 'running',
  };
  await putRecord(table, backfillKey(backfillId), fresh, ifAbsent);
  return { plan: shown, totals, backfill: await startBackfill(backfillId, settings) };
}

/** Every model version that was trained on this dataset, with the uploads whose rows it saw. */
async function trainedOn(
  dataset: string,
  { bucket, table }: { readonly bucket: string; readonly table: string },
): Promise<TrainedModel[]> {
  const trained: TrainedModel[] = [];
  const uploadsOf = new Map<number, readonly string[]>();
  for (const { definition } of loadDefinitions()) {
    const partition = partitionOf.model(definition.name);
    for (const model of await queryRecords<ModelVersionRecord>({ table, partition, prefix: 'VERSION#' })) {
      const datasetVersion = model.datasets[dataset];
      if (datasetVersion === undefined) continue;
      if (!uploadsOf.has(datasetVersion)) {
        const { state } = await readTable(bucket, dataset, datasetVersion);
        uploadsOf.set(datasetVersion, [...new Set(state.files.map(({ source }) => source.uploadId))]);
      }
      const uploadIds = uploadsOf.get(datasetVersion)!;
      trained.push({ model: model.model, version: model.version, datasetVersion, uploadIds });
    }
  }
  return trained;
}
