import { minute } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

/** A model version that learned from a dataset. */
export interface Dependent {
  readonly model: string;
  readonly version: number;
  readonly dataset: string;
  /** The dataset's version that it learned from. */
  readonly read: number;
  readonly live: boolean;
  readonly at: string;
}

export const renderDependents = (rows: readonly Dependent[], style: Style): string =>
  rows.length === 0
    ? 'No model version has learned from it.'
    : table<Dependent>(
        [
          { title: 'model', value: ({ model, version }) => `${model}@${version}` },
          { title: 'learned from', value: ({ dataset, read }) => `${dataset}@${read}` },
          { title: 'serves', value: ({ live }) => (live ? { text: 'live', tone: 'good' } : null) },
          { title: 'registered', value: ({ at }) => minute(at) },
        ],
        rows,
        style,
      );
