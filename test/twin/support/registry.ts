import type {
  DatasetVersionItem,
  DriftReportItem,
  HistoryItem,
  ModelVersionItem,
  PageItem,
  RolloutItem,
  RunItem,
  UploadItem,
} from './items.ts';
import { queryRegistry } from './query-registry.ts';

/** The questions that the tests ask the registry. */
export class Registry {
  constructor(readonly table: string) {}

  /** In order of their arrival. */
  uploads = async (dataset: string): Promise<UploadItem[]> =>
    (await this.#all<UploadItem>(`DATASET#${dataset}`, 'UPLOAD#')).sort((a, b) =>
      a.receivedAt.localeCompare(b.receivedAt),
    );

  datasetVersions = (dataset: string): Promise<DatasetVersionItem[]> =>
    this.#all(`DATASET#${dataset}`, 'VERSION#');

  /** In order of their start. */
  runs = async (model: string): Promise<RunItem[]> =>
    (await this.#all<RunItem>(`MODEL#${model}`, 'RUN#')).sort((a, b) =>
      a.startedAt.localeCompare(b.startedAt),
    );

  modelVersions = (model: string): Promise<ModelVersionItem[]> => this.#all(`MODEL#${model}`, 'VERSION#');

  /** In order of their start. */
  rollouts = async (model: string): Promise<RolloutItem[]> =>
    (await this.#all<RolloutItem>(`MODEL#${model}`, 'ROLLOUT#')).sort((a, b) =>
      a.startedAt.localeCompare(b.startedAt),
    );

  history = (model: string): Promise<HistoryItem[]> => this.#all(`MODEL#${model}`, 'HISTORY#');

  driftReports = (model: string): Promise<DriftReportItem[]> => this.#all(`MODEL#${model}`, 'DRIFT#');

  pages = (owner: string): Promise<PageItem[]> => this.#all(`OWNER#${owner}`, 'PAGE#');

  #all<T>(partition: string, prefix: string): Promise<T[]> {
    return queryRegistry<T>(this.table, partition, prefix);
  }
}
