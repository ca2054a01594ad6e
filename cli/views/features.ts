import { inSeconds } from '../../core/duration.ts';
import { vectorView } from '../../core/features/feature-vector.ts';
import type { FeatureType, FeatureView } from '../../core/features/feature-view.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { DatasetVersionRecord, MaterialisationRecord } from '../../core/registry/records.ts';
import { count, minute } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

/** What is known of the online values of one dataset's views. */
export interface Materialised {
  readonly record: MaterialisationRecord;
  /** The version that was materialised; null where the registry has it no more. */
  readonly version: Pick<DatasetVersionRecord, 'to'> | null;
}

export interface FeatureRow {
  readonly feature: string;
  readonly type: FeatureType;
  readonly unit: string | null;
  readonly description: string;
  readonly sql: string;
  readonly kind: FeatureView['kind'];
  /** Null for what the request says by itself. */
  readonly view: string | null;
  /** Name under which its values are stored. */
  readonly storedAs: string | null;
  readonly owner: string;
  readonly dataset: string | null;
  readonly entity: readonly string[];
  readonly eventTime: string | null;
  readonly lookbackInSeconds: number | null;
  /** Null where it differs from row to row: `availableAt` says how. */
  readonly availabilityDelayInSeconds: number | null;
  readonly availableAt: string | null;
  readonly maximumAgeInSeconds: number | null;
  readonly timeToLiveInSeconds: number | null;
  readonly materialised: {
    readonly version: number;
    /** Time of the version's newest event; null where it is not known. */
    readonly to: string | null;
    /** Items of all views over the dataset that the run wrote. */
    readonly vectors: number;
    readonly at: string;
  } | null;
}

/** A model's features, in the order of the model's inputs. */
export function featureRows(
  definition: Pick<ModelDefinition, 'features' | 'owner'>,
  materialised: ReadonlyMap<string, Materialised>,
): FeatureRow[] {
  return definition.features.flatMap((view) =>
    view.features.map((feature): FeatureRow => {
      const own = {
        feature: feature.name,
        type: feature.type,
        unit: feature.unit ?? null,
        description: feature.description,
        sql: feature.sql,
        kind: view.kind,
      };
      if (view.kind === 'request') {
        return {
          ...own,
          view: null,
          storedAs: null,
          owner: definition.owner.name,
          dataset: null,
          entity: [],
          eventTime: null,
          lookbackInSeconds: null,
          availabilityDelayInSeconds: null,
          availableAt: null,
          maximumAgeInSeconds: null,
          timeToLiveInSeconds: null,
          materialised: null,
        };
      }
      const found = materialised.get(view.dataset);
      return {
        ...own,
        view: view.name,
        storedAs: vectorView(view),
        owner: view.owner,
        dataset: view.dataset,
        entity: view.entity,
        eventTime: view.eventTime,
        lookbackInSeconds: view.kind === 'window' ? inSeconds(view.lookback) : null,
        availabilityDelayInSeconds:
          view.availabilityDelay === undefined ? null : inSeconds(view.availabilityDelay),
        availableAt: view.availableAt ?? null,
        maximumAgeInSeconds: inSeconds(view.maximumAge),
        timeToLiveInSeconds: inSeconds(view.timeToLive),
        materialised:
          found === undefined
            ? null
            : {
                version: found.record.version,
                to: found.version?.to ?? null,
                vectors: found.record.vectors,
                at: found.record.at,
              },
      };
    }),
  );
}

export const renderFeatures = (rows: readonly FeatureRow[], style: Style): string =>
  table<FeatureRow>(
    [
      { title: 'feature', value: ({ feature }) => ({ text: feature, tone: 'strong' }) },
      { title: 'type', value: ({ type }) => type },
      { title: 'view', value: ({ view }) => view ?? 'request' },
      { title: 'entity', value: ({ entity }) => (entity.length === 0 ? null : entity.join(', ')) },
      { title: 'lookback', value: ({ lookbackInSeconds }) => length(lookbackInSeconds) },
      {
        title: 'delay',
        value: ({ availableAt, availabilityDelayInSeconds }) =>
          availableAt === null ? length(availabilityDelayInSeconds) : 'by row',
      },
      {
        title: 'materialised',
        value: ({ dataset, materialised }) =>
          materialised === null
            ? dataset === null
              ? null
              : { text: 'not yet', tone: 'warn' }
            : `${dataset}@${materialised.version}${materialised.to === null ? '' : ` to ${minute(materialised.to)}`}`,
      },
      {
        title: 'vectors',
        value: ({ materialised }) => (materialised === null ? null : count(materialised.vectors)),
        align: 'right',
      },
      { title: 'owner', value: ({ owner }) => owner },
      { title: 'description', value: ({ description }) => description, maximumWidth: 60 },
    ],
    rows,
    style,
  );

/** `7 d`, `6 h`, `90 s`; null where there is none. */
function length(seconds: number | null): string | null {
  if (seconds === null) return null;
  for (const [unit, size] of Object.entries({ d: 86_400, h: 3_600, min: 60 })) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size} ${unit}`;
  }
  return `${seconds} s`;
}
