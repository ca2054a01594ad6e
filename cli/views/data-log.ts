import type { DatasetVersionRecord, PinRecord } from '../../core/registry/records.ts';
import { count, minute } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export interface DataLogRow extends Omit<DatasetVersionRecord, 'kind'> {
  /** Why it is kept, where somebody pinned it. */
  readonly pinned: string | null;
}

/** The newest first. */
export const dataLogRows = (
  versions: readonly DatasetVersionRecord[],
  pins: readonly PinRecord[],
): DataLogRow[] =>
  versions
    .map(({ kind: _, ...record }) => ({
      ...record,
      pinned: pins.find(({ version }) => version === record.version)?.reason ?? null,
    }))
    .reverse();

export function renderDataLog(rows: readonly DataLogRow[], style: Style): string {
  if (rows.length === 0) return 'No version yet';
  return table<DataLogRow>(
    [
      { title: 'version', value: ({ version }) => version, align: 'right' },
      { title: 'created', value: ({ createdAt }) => minute(createdAt) },
      { title: 'rows', value: ({ rows: number }) => count(number), align: 'right' },
      {
        title: 'files',
        value: ({ filesAdded, filesRemoved, files }) => `${files} (+${filesAdded} -${filesRemoved})`,
        align: 'right',
      },
      { title: 'contract', value: ({ contractVersion }) => contractVersion },
      { title: 'uploaded by', value: ({ source }) => source.uploader, maximumWidth: 24 },
      { title: 'from', value: ({ source }) => source.key, maximumWidth: 60 },
      {
        title: 'state',
        value: ({ expiredAt, pinned }) =>
          expiredAt !== undefined
            ? { text: 'given up', tone: 'dim' }
            : { text: pinned === null ? 'kept' : `pinned: ${pinned}`, tone: 'plain' },
        maximumWidth: 40,
      },
    ],
    rows,
    style,
  );
}
