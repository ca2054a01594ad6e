import type { Cause } from '../../core/registry/records.ts';

/** Why a release was started, in a few words: `new data flights@3`, `performance drift`, `command by …`. */
export function describeCause(cause: Cause): string {
  switch (cause.kind) {
    case 'new-data':
      return `new data ${cause.dataset}@${cause.version}`;
    case 'drift':
      return `${cause.monitor} drift`;
    case 'command':
      return `command by ${cause.by}`;
  }
}

/** `flights@3 weather@1`. */
export const describeDatasets = (datasets: Readonly<Record<string, number>>): string =>
  Object.keys(datasets)
    .sort()
    .map((dataset) => `${dataset}@${datasets[dataset]}`)
    .join(' ');
