import { Command } from 'commander';
import type { UploadRecord } from '../../core/registry/records.ts';
import { CliError } from '../cli-error.ts';
import { parsePositive } from '../parse-version.ts';
import { type PushRow, renderPush } from '../views/data-push.ts';
import { withContext } from '../with-context.ts';

const simultaneousFiles = 8;
const pollInMilliseconds = 1_000;

interface Options {
  readonly wait: boolean;
  readonly deadline: number;
}

export const dataPush = (): Command =>
  new Command('push')
    .description(
      'Uploads files to the landing zone, without those that are there, and says what became of each.',
    )
    .argument('<dataset>', 'name of the dataset')
    .argument('<path...>', 'files, or directories with all files below them')
    .option('--no-wait', 'do not wait for the contract check')
    .option('--deadline <seconds>', 'how long to wait', parsePositive, 600)
    .action(
      withContext(async (context, dataset: string, paths: string[], options: Options) => {
        const [{ findDataset }, { digestFile }, { listFiles }, { pushFile }, { dataPrefix }] =
          await Promise.all([
            import('../dataset-reader.ts'),
            import('../../adapters/files/digest-file.ts'),
            import('../../adapters/files/list-files.ts'),
            import('../../adapters/s3/push-file.ts'),
            import('../../core/names.ts'),
          ]);
        await findDataset(dataset);
        const files = await listFiles(paths);
        if (files.length === 0) {
          throw new CliError('notFound', `Cannot push ${paths.join(', ')}: there is no file in it`);
        }
        const { table, dataBucket: bucket } = await context.stack();
        await context.announce();
        const rows: PushRow[] = new Array(files.length);
        let next = 0;
        const push = async (): Promise<void> => {
          while (next < files.length) {
            const index = next++;
            const { file, name } = files[index]!;
            const key = `${dataPrefix.landing(dataset)}${name}`;
            const pushed = await pushFile({ bucket, key, file, sha256: await digestFile(file) });
            rows[index] = { file, key, sent: pushed.kind === 'sent', ...open, versionId: pushed.versionId };
          }
        };
        await Promise.all(Array.from({ length: simultaneousFiles }, push));
        const shown = options.wait
          ? await waitFor(rows, { table, dataset, seconds: options.deadline })
          : rows;
        context.print.result(shown, (style) => renderPush(shown, style));
        const left = shown.filter(({ sent, status }) => options.wait && sent && status === null);
        if (left.length > 0) {
          throw new CliError(
            'deadline',
            `${left.length} uploads are still being checked after ${options.deadline} s; \`ballast uploads ${dataset}\` says what becomes of them`,
          );
        }
        const refused = shown.filter(({ status }) => status === 'rejected');
        if (refused.length > 0) {
          throw new CliError('refused', `${refused.length} of ${shown.length} files break their contract`);
        }
      }),
    );

const open = { status: null, version: null, quarantinedRows: null, reason: null } as const;

/** What became of each file that was sent, as far as it is known by the deadline. */
async function waitFor(
  rows: readonly PushRow[],
  { table, dataset, seconds }: { readonly table: string; readonly dataset: string; readonly seconds: number },
): Promise<PushRow[]> {
  const { queryRecords } = await import('../../adapters/dynamodb/query-records.ts');
  const { partitionOf } = await import('../../core/registry/keys.ts');
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const uploads = await queryRecords<UploadRecord>({
      ...{ table, partition: partitionOf.dataset(dataset), prefix: 'UPLOAD#' },
    });
    const known = new Map(uploads.map((upload) => [`${upload.key} ${upload.versionId}`, upload]));
    const now = rows.map((row): PushRow => {
      const upload = known.get(`${row.key} ${row.versionId}`);
      if (upload === undefined || upload.status === 'checking') return row;
      return {
        ...row,
        status: upload.status,
        version: upload.datasetVersion ?? null,
        quarantinedRows: upload.verdict?.status === 'accepted' ? upload.verdict.quarantinedRows : null,
        reason: upload.reason ?? null,
      };
    });
    const isOver = now.every(({ sent, status }) => !sent || status !== null);
    if (isOver || Date.now() >= deadline) return now;
    await new Promise((resolve) => setTimeout(resolve, pollInMilliseconds));
  }
}
