import type { UploadRecord } from '../../core/registry/records.ts';
import { count } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export interface PushRow {
  readonly file: string;
  readonly key: string;
  readonly versionId: string;
  /** Whether its bytes were sent; false where the object held them already. */
  readonly sent: boolean;
  /** Null while the check runs, or where nobody waited. */
  readonly status: UploadRecord['status'] | null;
  readonly version: number | null;
  readonly quarantinedRows: number | null;
  readonly reason: string | null;
}

export function renderPush(rows: readonly PushRow[], style: Style): string {
  const sent = rows.filter((row) => row.sent).length;
  return [
    table<PushRow>(
      [
        { title: 'file', value: ({ file }) => file, maximumWidth: 60 },
        { title: 'sent', value: (row) => (row.sent ? 'yes' : 'there already') },
        { title: 'became', value: ({ status }) => status },
        { title: 'version', value: ({ version }) => version, align: 'right' },
        {
          title: 'quarantined',
          value: ({ quarantinedRows: bad }) => (bad === null ? null : count(bad)),
          align: 'right',
        },
        { title: 'why', value: ({ reason }) => reason, maximumWidth: 80 },
      ],
      rows,
      style,
    ),
    `${count(sent)} of ${count(rows.length)} files sent`,
  ].join('\n');
}
