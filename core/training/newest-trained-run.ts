import type { RunRecord } from '../registry/records.ts';

/**
 * The run started last that did not fail, or null: its data are those that the model has learned from, or is
 * learning from now. A run that the gate rejected counts, since the same data would be rejected again.
 */
export function newestTrainedRun<Run extends Pick<RunRecord, 'status' | 'startedAt'>>(
  runs: readonly Run[],
): Run | null {
  const [newest] = runs
    .filter(({ status }) => status !== 'failed')
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return newest ?? null;
}
