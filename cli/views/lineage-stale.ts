import type { Staleness } from '../../core/registry/lineage/judge-staleness.ts';
import { count } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function renderStaleness(judged: readonly Staleness[], style: Style): string {
  if (judged.length === 0) return 'No model serves.';
  const rows = judged.flatMap((model) => model.datasets.map((dataset) => ({ model, dataset })));
  const shown = table<(typeof rows)[number]>(
    [
      { title: 'live', value: ({ model }) => `${model.model}@${model.version}` },
      { title: 'learned from', value: ({ dataset }) => `${dataset.dataset}@${dataset.trainedOn}` },
      { title: 'newest', value: ({ dataset }) => `${dataset.dataset}@${dataset.newest}` },
      {
        title: 'behind',
        value: ({ dataset: { versionsBehind } }) => ({
          text: versionsBehind === 0 ? 'no' : `${versionsBehind} version${versionsBehind === 1 ? '' : 's'}`,
          tone: versionsBehind === 0 ? 'good' : 'warn',
        }),
      },
      { title: 'rows', value: ({ dataset }) => signed(dataset.rowsAdded), align: 'right' },
      { title: 'days', value: ({ dataset }) => signed(dataset.daysAdded), align: 'right' },
    ],
    rows,
    style,
  );
  const policies = judged.map(
    ({ model, policy }) =>
      `${model}: ${policy.answer === 'due' ? 'would be retrained' : 'would not be retrained'}: ${policy.reason}`,
  );
  return [shown, ...policies].join('\n');
}

const signed = (value: number): string => (value > 0 ? `+${count(value)}` : count(value));
