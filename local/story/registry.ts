import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { materialisationKey, partitionOf, servingKey } from '../../core/registry/keys.ts';
import type {
  DatasetVersionRecord,
  MaterialisationRecord,
  ModelVersionRecord,
  PageRecord,
  RunRecord,
  ServingHistoryRecord,
  ServingRecord,
  UploadRecord,
} from '../../core/registry/records.ts';

/** What the story reads of the registry, the way any reader would. */
export class Registry {
  constructor(readonly table: string) {}

  uploads(dataset: string): Promise<UploadRecord[]> {
    return this.#all(partitionOf.dataset(dataset), 'UPLOAD#');
  }

  versions(dataset: string): Promise<DatasetVersionRecord[]> {
    return this.#all(partitionOf.dataset(dataset), 'VERSION#');
  }

  materialised(dataset: string): Promise<MaterialisationRecord | null> {
    return getRecord(this.table, materialisationKey(dataset));
  }

  runs(model: string): Promise<RunRecord[]> {
    return this.#all(partitionOf.model(model), 'RUN#');
  }

  modelVersions(model: string): Promise<ModelVersionRecord[]> {
    return this.#all(partitionOf.model(model), 'VERSION#');
  }

  serving(model: string): Promise<ServingRecord | null> {
    return getRecord(this.table, servingKey(model));
  }

  history(model: string): Promise<ServingHistoryRecord[]> {
    return this.#all(partitionOf.model(model), 'HISTORY#');
  }

  pages(owner: string): Promise<PageRecord[]> {
    return this.#all(partitionOf.owner(owner), 'PAGE#');
  }

  all<T>(partition: string, prefix: string): Promise<T[]> {
    return this.#all(partition, prefix);
  }

  #all<T>(partition: string, prefix: string): Promise<T[]> {
    return queryRecords<T>({ table: this.table, partition, prefix });
  }
}
