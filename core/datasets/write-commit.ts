import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../contracts/contract.ts';
import { commitTime } from './commit-time.ts';
import { deltaConfiguration } from './delta-configuration.ts';
import { type CommitManifest, fileTag, type TableFile, type TableState } from './delta-log.ts';
import { deltaSchema } from './delta-schema.ts';

/** What a commit changes. */
export interface TableChange {
  readonly add: readonly TableFile[];
  readonly remove: readonly TableFile[];
}

/** What reading and writing a table takes since its times are `timestamp_ntz`. */
const protocol = {
  minReaderVersion: 3,
  minWriterVersion: 7,
  readerFeatures: ['timestampNtz'],
  writerFeatures: ['timestampNtz'],
};

/**
 * The text of the commit that turns `state` into the next version. The same input gives the same text. A table of an
 * older protocol is raised to the present one on the way; what its files hold is the same.
 */
export function writeCommit(request: {
  readonly state: TableState;
  readonly change: TableChange;
  readonly contract: Contract;
  /** Its time is put after the parent's where it is not. */
  readonly manifest: CommitManifest;
}): string {
  const { state, change, contract } = request;
  const createdAt = commitTime(request.manifest.createdAt, state.manifest?.createdAt ?? null);
  const manifest: CommitManifest = { ...request.manifest, createdAt };
  const timestamp = Date.parse(createdAt);
  const schemaString = deltaSchema(contract);
  const configuration = deltaConfiguration(contract, state, change);
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
  const isOlder = state.readerVersion < protocol.minReaderVersion;
  if (isOlder) actions.push({ protocol });
  if (state.schema !== schemaString || !isDeepStrictEqual(state.configuration, configuration)) {
    actions.push({
      metaData: {
        id: tableId(contract.dataset),
        name: contract.dataset,
        description: contract.description,
        format: { provider: 'parquet', options: {} },
        schemaString,
        partitionColumns: [],
        configuration,
        createdTime: timestamp,
      },
    });
  }
  for (const file of change.remove) {
    actions.push({ remove: { path: file.path, deletionTimestamp: timestamp, dataChange: true } });
  }
  const [gone, added] = [change.remove, change.add].map((files) => new Set(files.map(({ path }) => path)));
  const present = new Set(state.files.map(({ path }) => path).filter((path) => added!.has(path)));
  // Said anew, for the bounds of a time are written in another form.
  const kept = isOlder ? state.files.filter(({ path }) => !gone!.has(path) && !added!.has(path)) : [];
  for (const file of [...kept, ...change.add]) {
    const { digest, from, to, source } = file;
    actions.push({
      add: {
        path: file.path,
        partitionValues: {},
        size: file.bytes,
        modificationTime: timestamp,
        // A file that is there and gets another holder brings no row.
        dataChange: added!.has(file.path) && !present.has(file.path),
        stats: JSON.stringify({
          numRecords: file.rows,
          minValues: { [contract.eventTime]: withoutZone(from) },
          maxValues: { [contract.eventTime]: withoutZone(roundedUp(to)) },
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

/** As the bounds of a `timestamp_ntz` are written. */
const withoutZone = (instant: string): string => instant.replace(/Z$/, '');

/** A UUID (version 8, by RFC 9562) that the same dataset always gets. */
function tableId(dataset: string): string {
  const hex = createHash('sha256').update(`ballast table ${dataset}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
