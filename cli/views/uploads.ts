import type { UploadRecord } from '../../core/registry/records.ts';
import { count, second } from '../format.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

export interface UploadRow {
  readonly uploadId: string;
  readonly dataset: string;
  readonly key: string;
  readonly versionId: string;
  readonly bytes: number;
  readonly uploader: string;
  readonly receivedAt: string;
  readonly status: UploadRecord['status'];
  readonly datasetVersion: number | null;
  /** Good rows; null where the file as a whole was not accepted. */
  readonly rows: number | null;
  readonly quarantinedRows: number | null;
  /** Broken promises by rule, with the number of rows. */
  readonly byRule: Readonly<Record<string, number>>;
  readonly reason: string | null;
  /** Where the bad rows, or the bad file, and `reason.json` are. */
  readonly quarantine: string | null;
}

export const uploadRows = (records: readonly UploadRecord[], dataBucket: string): UploadRow[] =>
  records.map((record) => {
    const { verdict } = record;
    const accepted = verdict?.status === 'accepted' ? verdict : null;
    return {
      uploadId: record.uploadId,
      dataset: record.dataset,
      key: record.key,
      versionId: record.versionId,
      bytes: record.bytes,
      uploader: record.uploader,
      receivedAt: record.receivedAt,
      status: record.status,
      datasetVersion: record.datasetVersion ?? null,
      rows: accepted?.rows ?? null,
      quarantinedRows: accepted?.quarantinedRows ?? null,
      byRule: verdict?.byRule ?? {},
      reason: record.reason ?? (verdict?.status === 'rejected' ? verdict.reason : null),
      quarantine: record.quarantine === undefined ? null : `s3://${dataBucket}/${record.quarantine}`,
    };
  });

const statusTone: Readonly<Record<UploadRecord['status'], Tone>> = {
  checking: 'warn',
  accepted: 'good',
  unchanged: 'plain',
  rejected: 'bad',
  superseded: 'dim',
  vanished: 'dim',
};

export function renderUploads(rows: readonly UploadRow[], style: Style): string {
  if (rows.length === 0) return 'No upload yet';
  const list = table<UploadRow>(
    [
      { title: 'received', value: ({ receivedAt }) => second(receivedAt) },
      { title: 'key', value: ({ key }) => key, maximumWidth: 60 },
      { title: 'status', value: ({ status }) => ({ text: status, tone: statusTone[status] }) },
      { title: 'version', value: ({ datasetVersion }) => datasetVersion, align: 'right' },
      { title: 'rows', value: ({ rows: good }) => (good === null ? null : count(good)), align: 'right' },
      {
        title: 'quarantined',
        value: ({ quarantinedRows: bad }) =>
          bad === null ? null : { text: count(bad), tone: bad > 0 ? 'warn' : 'plain' },
        align: 'right',
      },
      { title: 'why', value: whyOf, maximumWidth: 80 },
    ],
    rows,
    style,
  );
  const quarantined = rows.filter(({ quarantine }) => quarantine !== null);
  if (quarantined.length === 0) return list;
  const places = quarantined.map(({ key, quarantine }) => `  ${key}: ${quarantine}`);
  return `${list}\n\n${style('strong', 'Quarantine')}\n${places.join('\n')}`;
}

/** The reason, or the rules that rows broke: `column:carrier:one-of ×3`. */
function whyOf({ reason, byRule }: UploadRow): string | null {
  const rules = Object.entries(byRule).map(([rule, rows]) => `${rule} ×${rows}`);
  return reason ?? (rules.length === 0 ? null : rules.join(', '));
}
