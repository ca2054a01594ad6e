import { getRecord } from '../adapters/dynamodb/get-record.ts';
import { queryRecords } from '../adapters/dynamodb/query-records.ts';
import type { BackfillRecord } from '../core/datasets/backfill/backfill-record.ts';
import type { DriftReport } from '../core/drift/report.ts';
import type { SkewReport } from '../core/features/judge-skew.ts';
import {
  backfillKey,
  datasetVersionKey,
  driftReportKey,
  materialisationKey,
  modelVersionKey,
  pageKey,
  partitionOf,
  reproductionPrefix,
  rolloutKey,
  runKey,
  servingKey,
  skewReportKey,
  uploadKey,
} from '../core/registry/keys.ts';
import type {
  DatasetVersionRecord,
  MaterialisationRecord,
  ModelVersionRecord,
  PageRecord,
  RunRecord,
  ServingHistoryRecord,
  ServingRecord,
  UploadRecord,
} from '../core/registry/records.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { reproductionsOf } from '../core/training/new-reproduction.ts';

/** The questions that the command line asks the registry; each is one request. */
export class RegistryReader {
  constructor(readonly table: string) {}

  newestDatasetVersion = async (dataset: string): Promise<DatasetVersionRecord | null> =>
    (await this.#newest<DatasetVersionRecord>(partitionOf.dataset(dataset), 'VERSION#', 1))[0] ?? null;

  /** In order of their number. */
  datasetVersions = (dataset: string): Promise<DatasetVersionRecord[]> =>
    this.#all(partitionOf.dataset(dataset), 'VERSION#');

  datasetVersion = (dataset: string, version: number): Promise<DatasetVersionRecord | null> =>
    getRecord(this.table, datasetVersionKey(dataset, version));

  /** Up to which version the online features of a dataset's views are written. */
  materialisation = (dataset: string): Promise<MaterialisationRecord | null> =>
    getRecord(this.table, materialisationKey(dataset));

  /** In order of their arrival. */
  uploads = async (dataset: string): Promise<UploadRecord[]> =>
    byTime(
      await this.#all<UploadRecord>(partitionOf.dataset(dataset), uploadKey(dataset, '').sk),
      'receivedAt',
    );

  upload = (dataset: string, uploadId: string): Promise<UploadRecord | null> =>
    getRecord(this.table, uploadKey(dataset, uploadId));

  /** In order of their number. */
  modelVersions = (model: string): Promise<ModelVersionRecord[]> =>
    this.#all(partitionOf.model(model), 'VERSION#');

  modelVersion = (model: string, version: number): Promise<ModelVersionRecord | null> =>
    getRecord(this.table, modelVersionKey(model, version));

  /** In order of their start. */
  runs = async (model: string): Promise<RunRecord[]> =>
    byTime(await this.#all<RunRecord>(partitionOf.model(model), runKey(model, '').sk), 'startedAt');

  run = (model: string, runId: string): Promise<RunRecord | null> =>
    getRecord(this.table, runKey(model, runId));

  /** In order of their start; of all versions where none is named. */
  reproductions = async (model: string, version?: number): Promise<RunRecord[]> =>
    byTime(
      await this.#all<RunRecord>(
        partitionOf.model(model),
        runKey(model, version === undefined ? reproductionPrefix : reproductionsOf(version)).sk,
      ),
      'startedAt',
    );

  backfill = (backfillId: string): Promise<BackfillRecord | null> =>
    getRecord(this.table, backfillKey(backfillId));

  skewReport = (model: string): Promise<SkewReport | null> => getRecord(this.table, skewReportKey(model));

  serving = (model: string): Promise<ServingRecord | null> => getRecord(this.table, servingKey(model));

  /** In order of time. */
  servingHistory = (model: string): Promise<ServingHistoryRecord[]> =>
    this.#all(partitionOf.model(model), 'HISTORY#');

  /** In order of their start. */
  rollouts = async (model: string): Promise<Rollout[]> =>
    byTime(await this.#all<Rollout>(partitionOf.model(model), rolloutKey(model, '').sk), 'startedAt');

  rollout = (model: string, rolloutId: string): Promise<Rollout | null> =>
    getRecord(this.table, rolloutKey(model, rolloutId));

  /** In order of time. */
  driftReports = (model: string): Promise<DriftReport[]> =>
    this.#all(partitionOf.model(model), driftReportKey(model, '').sk);

  newestDriftReport = async (model: string): Promise<DriftReport | null> =>
    (await this.#newest<DriftReport>(partitionOf.model(model), driftReportKey(model, '').sk, 1))[0] ?? null;

  /** In order of time. */
  pages = async (owner: string): Promise<PageRecord[]> =>
    byTime(await this.#all<PageRecord>(partitionOf.owner(owner), pageKey(owner, '').sk), 'at');

  #all<T>(partition: string, prefix: string): Promise<T[]> {
    return queryRecords<T>({ table: this.table, partition, prefix });
  }

  #newest<T>(partition: string, prefix: string, limit: number): Promise<T[]> {
    return queryRecords<T>({ table: this.table, partition, prefix, newestFirst: true, limit });
  }
}

const byTime = <T>(records: T[], member: keyof T): T[] =>
  records.sort((a, b) => String(a[member]).localeCompare(String(b[member])));
