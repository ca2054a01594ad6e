import type { TableFile } from '../../core/datasets/delta-log.ts';
import type { DatasetVersionRecord } from '../../core/registry/records.ts';
import { count, day, minute, short } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export interface DataShow {
  readonly record: DatasetVersionRecord;
  /** Where the table is, for Delta readers. */
  readonly uri: string;
  readonly files: readonly TableFile[];
}

export const dataShowView = (
  record: DatasetVersionRecord,
  files: readonly TableFile[],
  dataBucket: string,
): DataShow => ({
  record,
  uri: `s3://${dataBucket}/datasets/${record.dataset}`,
  files: [...files].sort((a, b) => (a.from < b.from ? -1 : 1)),
});

/** More files than these are counted, not listed; `--json` has all. */
const mostFiles = 50;

export function renderDataShow({ record, uri, files }: DataShow, style: Style): string {
  const { source } = record;
  const lines: Readonly<Record<string, string>> = {
    content: `${count(record.rows)} rows from ${day(record.from)} to ${day(record.to)}, digest ${short(record.digest)}`,
    created: `${minute(record.createdAt)} by code ${short(record.codeCommit)}`,
    parent: record.parent === null ? 'none, the first version' : `${record.dataset}@${record.parent}`,
    change: `${record.operation}: ${record.filesAdded} files added, ${record.filesRemoved} removed`,
    contract: `${record.contractVersion}, digest ${short(record.contractDigest)}`,
    upload: `${source.key} version ${source.versionId}`,
    uploader: source.uploader,
    table: `${uri}, version ${record.version}`,
    ...(record.expiredAt === undefined ? {} : { 'given up': minute(record.expiredAt) }),
  };
  const width = Math.max(...Object.keys(lines).map((name) => name.length));
  const list = table<TableFile>(
    [
      { title: 'file', value: ({ path }) => short(path) },
      { title: 'rows', value: ({ rows }) => count(rows), align: 'right' },
      { title: 'bytes', value: ({ bytes }) => count(bytes), align: 'right' },
      { title: 'from', value: ({ from }) => day(from) },
      { title: 'to', value: ({ to }) => day(to) },
      { title: 'uploaded by', value: (file) => file.source.uploader, maximumWidth: 24 },
      { title: 'upload', value: (file) => file.source.key, maximumWidth: 60 },
    ],
    files.slice(0, mostFiles),
    style,
  );
  return [
    style('strong', `${record.dataset}@${record.version}`),
    ...Object.entries(lines).map(
      ([name, value]) => `  ${style('dim', name.padEnd(width))}  ${printable(value)}`,
    ),
    '',
    list,
    ...(files.length > mostFiles ? [`… and ${count(files.length - mostFiles)} files more`] : []),
  ].join('\n');
}
