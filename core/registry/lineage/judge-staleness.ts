import { coverage } from '../../training/coverage.ts';
import { planRelease, type ReleasePlan, type ReleaseRequest } from '../../training/plan-release.ts';
import type { ModelDefinition } from '../model-definition.ts';
import type { DatasetVersionRecord, ModelVersionRecord, RunRecord } from '../records.ts';

type Version = Pick<DatasetVersionRecord, 'dataset' | 'version' | 'rows' | 'from' | 'to'>;

/** How far a model's live version is behind its datasets. */
export interface Staleness {
  readonly model: string;
  readonly version: number;
  readonly datasets: readonly {
    readonly dataset: string;
    readonly trainedOn: number;
    readonly newest: number;
    readonly versionsBehind: number;
    /** Rows in the newest version less those in the one trained on; negative where rows went. */
    readonly rowsAdded: number;
    /** Days between the newest events of both, to a tenth. */
    readonly daysAdded: number;
  }[];
  readonly stale: boolean;
  /** Whether new data alone would start a release now, by the model's own policy. */
  readonly policy: ReleasePlan;
}

/**
 * Whether a version that serves learned from older data than there are, and whether the policy asks for another.
 * @throws Error when a dataset that it learned from is not among the newest versions
 */
export function judgeStaleness(request: {
  readonly version: Pick<ModelVersionRecord, 'model' | 'version' | 'codeDigest'>;
  /** The versions that it learned from. */
  readonly trainedOn: readonly Version[];
  readonly newest: readonly Version[];
  readonly onNewData: ModelDefinition['training']['onNewData'];
  /** The model's runs, and what the data of the one trained last cover: a release is planned after that one. */
  readonly runs: readonly RunRecord[];
  readonly trained: ReleaseRequest['trained'];
}): Staleness {
  const { version, trainedOn, newest, onNewData, runs, trained } = request;
  const datasets = trainedOn.map((before) => {
    const now = newest.find(({ dataset }) => dataset === before.dataset);
    if (now === undefined) {
      throw new Error(
        `Cannot judge '${version.model}': no newest version of dataset '${before.dataset}' was given`,
      );
    }
    return {
      dataset: before.dataset,
      trainedOn: before.version,
      newest: now.version,
      versionsBehind: now.version - before.version,
      rowsAdded: now.rows - before.rows,
      daysAdded: Math.round((Date.parse(now.to) - Date.parse(before.to)) / 8_640_000) / 10,
    };
  });
  const changed = datasets.find(({ versionsBehind }) => versionsBehind > 0);
  const policy: ReleasePlan =
    changed === undefined
      ? { answer: 'not-due', reason: 'it learned from the newest versions' }
      : planRelease({
          cause: { kind: 'new-data', dataset: changed.dataset, version: changed.newest },
          onNewData,
          datasets: Object.fromEntries(newest.map(({ dataset, version }) => [dataset, version])),
          covers: coverage(newest),
          codeDigest: version.codeDigest,
          earlier: runs.filter(({ status }) => status !== 'failed'),
          trained,
          unfinished: runs.filter(({ status }) => status === 'running' || status === 'waiting-for-approval'),
        });
  return {
    model: version.model,
    version: version.version,
    datasets: datasets.sort((a, b) => (a.dataset < b.dataset ? -1 : 1)),
    stale: changed !== undefined,
    policy,
  };
}
