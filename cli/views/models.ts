import type { MetricName, ModelDefinition } from '../../core/registry/model-definition.ts';
import type { ModelVersionRecord, ServingRecord } from '../../core/registry/records.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { metric, minute } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { phaseTone } from './phase-tone.ts';

export interface ModelRow {
  readonly model: string;
  readonly description: string;
  readonly owner: string;
  readonly live: number | null;
  readonly versions: number;
  /** Metrics of the live version; null before the first release. */
  readonly metrics: Readonly<Record<MetricName, number>> | null;
  readonly lastRollout: {
    readonly rolloutId: string;
    readonly purpose: Rollout['purpose'];
    readonly version: number | null;
    readonly phase: Rollout['phase'];
    readonly updatedAt: string;
  } | null;
}

export const modelRows = (
  models: readonly {
    readonly definition: Pick<ModelDefinition, 'name' | 'description' | 'owner'>;
    readonly serving: ServingRecord | null;
    readonly versions: readonly ModelVersionRecord[];
    readonly rollouts: readonly Rollout[];
  }[],
): ModelRow[] =>
  models.map(({ definition, serving, versions, rollouts }) => {
    const live = serving?.live ?? null;
    const last = rollouts.at(-1);
    return {
      model: definition.name,
      description: definition.description,
      owner: definition.owner.name,
      live,
      versions: versions.length,
      metrics: versions.find(({ version }) => version === live)?.evaluation.metrics ?? null,
      lastRollout:
        last === undefined
          ? null
          : {
              rolloutId: last.rolloutId,
              purpose: last.purpose,
              version: last.version,
              phase: last.phase,
              updatedAt: last.updatedAt,
            },
    };
  });

export const renderModels = (rows: readonly ModelRow[], style: Style): string =>
  table<ModelRow>(
    [
      { title: 'model', value: ({ model }) => ({ text: model, tone: 'strong' }) },
      { title: 'owner', value: ({ owner }) => owner },
      { title: 'live', value: ({ live }) => (live === null ? null : `v${live}`) },
      { title: 'versions', value: ({ versions }) => versions, align: 'right' },
      { title: 'AUC', value: ({ metrics }) => metric(metrics?.auc), align: 'right' },
      { title: 'F1', value: ({ metrics }) => metric(metrics?.f1), align: 'right' },
      {
        title: 'last rollout',
        value: ({ lastRollout: last }) =>
          last === null
            ? null
            : {
                text: `${last.version === null ? '' : `v${last.version} `}${last.phase}`,
                tone: phaseTone[last.phase],
              },
      },
      {
        title: 'at',
        value: ({ lastRollout }) => (lastRollout === null ? null : minute(lastRollout.updatedAt)),
      },
      { title: 'description', value: ({ description }) => description, maximumWidth: 60 },
    ],
    rows,
    style,
  );
