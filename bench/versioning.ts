import { rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { digestFile } from '../adapters/files/digest-file.ts';
import { listFiles } from '../adapters/files/list-files.ts';
import { localTable } from '../adapters/files/local-table.ts';
import type { Contract } from '../core/contracts/contract.ts';
import { batchIdOf, commitFiles } from '../core/datasets/commit-files.ts';
import type { FileSource, TableFile } from '../core/datasets/delta-log.ts';

/**
 * A folder of files put under version in a local store: hashed, stored by content, one Delta commit; then the same
 * again. The files are versioned as they are, as DVC does it; their rows are not read.
 *
 *     versioning.ts --data <folder> --scratch <folder, is emptied>
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, scratch: { type: 'string' } } });
if (values.data === undefined || values.scratch === undefined) {
  throw new Error('Cannot measure versioning: give --data <folder> and --scratch <folder>');
}
const { data, scratch } = values;
await rm(scratch, { recursive: true, force: true });

const contract: Contract = {
  ...{
    dataset: 'files',
    version: '1.0.0',
    description: 'Files as they are',
    owner: 'bench',
    mode: 'replace',
  },
  columns: [{ name: 'at', type: 'timestamp', description: 'Not read', nullable: false, onInvalid: 'warn' }],
  ...{
    key: ['at'],
    eventTime: 'at',
    rules: [],
    onAdditionalColumns: 'reject-file',
    maximumQuarantinedShare: 1,
  },
};

async function addVersion(): Promise<{
  readonly bytes: number;
  readonly kind: string;
  readonly files: number;
}> {
  const local = await listFiles([data]);
  const origins = new Map<string, string>();
  const files: TableFile[] = [];
  for (const { file, name } of local) {
    const digest = await digestFile(file);
    const path = `part-${digest}${extname(file)}`;
    if (origins.has(path)) continue;
    origins.set(path, file);
    const source: FileSource = {
      key: name,
      versionId: '',
      uploader: 'bench',
      uploadId: digest,
      sequencer: '',
    };
    const { size } = await stat(file);
    const times = { from: '1970-01-01T00:00:00.000Z', to: '9999-01-01T00:00:00.000Z' };
    files.push({ path, bytes: size, rows: 0, digest, ...times, source });
  }
  const table = localTable(join(scratch, 'table'), contract.dataset, (path) => origins.get(path)!);
  const source = { ...files[0]!.source, key: data, uploadId: batchIdOf(files) };
  const { kind } = await commitFiles(table, {
    contract,
    files,
    source,
    codeCommit: 'bench',
    now: new Date(),
  });
  return { bytes: table.stored.bytes, kind, files: files.length };
}

async function measured<T>(work: () => Promise<T>) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const answer = await work();
  const { user, system } = process.cpuUsage(cpu);
  const round = (seconds: number) => Math.round(seconds * 1_000) / 1_000;
  return {
    answer,
    step: { cpu_s: round((user + system) / 1e6), wall_s: round((performance.now() - wall) / 1e3) },
  };
}

const first = await measured(addVersion);
const again = await measured(addVersion);
if (first.answer.kind !== 'accepted' || again.answer.kind !== 'unchanged') {
  throw new Error(`Cannot measure versioning: it was ${first.answer.kind}, then ${again.answer.kind}`);
}
console.log(
  JSON.stringify({
    version: process.versions.node,
    figures: {
      files: first.answer.files,
      bytes: first.answer.bytes,
      bytes_again: again.answer.bytes,
      cpu_again_s: again.step.cpu_s,
    },
    steps: { write: first.step, again: again.step },
  }),
);
