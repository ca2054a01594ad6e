import { createHash } from 'node:crypto';
import type { Contract } from '../contracts/contract.ts';
import { type CommitManifest, fileTag, type TableFile, type TableState } from './delta-log.ts';
import { deltaSchema } from './delta-schema.ts';

/** What a commit changes. */
export interface TableChange {
  readonly add: readonly TableFile[];
  readonly remove: readonly TableFile[];
}

/** The text of the commit that turns `state` into the next version. The same input gives the same text. */
export function writeCommit(request: {
  readonly state: TableState;
  readonly change: TableChange;
  readonly contract: Contract;
  readonly manifest: CommitManifest;
}): string {
  const { state, change, contract, manifest } = request;
  const timestamp = Date.parse(manifest.createdAt);
  const schemaString = deltaSchema(contract);
  const actions: object[] = [
    {
      commitInfo: {
        timestamp,
        operation: 'WRITE',
        operationParameters: { mode: change.remove.length === 0 ? 'Append' : 'Overwrite' },
        engineInfo: 'Ballast',
        isBlindAppend: false,
        ballast: manifest,
      },
    },
  ];
  if (state.version < 0) actions.push({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
  if (state.schema !== schemaString) {
    actions.push({
      metaData: {
        id: tableId(contract.dataset),
        name: contract.dataset,
        description: contract.description,
        format: { provider: 'parquet', options: {} },
        schemaString,
        partitionColumns: [],
        configuration: {},
        createdTime: timestamp,
      },
    });
  }
  for (const file of change.remove) {
    actions.push({ remove: { path: file.path, deletionTimestamp: timestamp, dataChange: true } });
  }
  for (const file of change.add) {
    const { digest, from, to, source } = file;
    actions.push({
      add: {
        path: file.path,
        partitionValues: {},
        size: file.bytes,
        modificationTime: timestamp,
        dataChange: true,
        stats: JSON.stringify({
          numRecords: file.rows,
          minValues: { [contract.eventTime]: from },
          maxValues: { [contract.eventTime]: roundedUp(to) },
          nullCount: { [contract.eventTime]: 0 },
        }),
        tags: { [fileTag]: JSON.stringify({ digest, from, to, source }) },
      },
    });
  }
  return `${actions.map((action) => JSON.stringify(action)).join('\n')}\n`;
}

/** `to` is cut to the millisecond; a reader that skips files by it must not miss the rest of that millisecond. */
const roundedUp = (to: string): string => new Date(Date.parse(to) + 1).toISOString();

/** A UUID (version 8, by RFC 9562) that the same dataset always gets. */
function tableId(dataset: string): string {
  const hex = createHash('sha256').update(`ballast table ${dataset}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
