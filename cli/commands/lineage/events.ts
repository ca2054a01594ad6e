import { Command } from 'commander';
import type { BackfillRecord } from '../../../core/datasets/backfill/backfill-record.ts';
import { type LineageNode, type NodeKind, nameOf } from '../../../core/registry/lineage/node.ts';
import type { DatasetVersionRecord, RunRecord, UploadRecord } from '../../../core/registry/records.ts';
import { CliError } from '../../cli-error.ts';
import type { RegistryReader } from '../../registry-reader.ts';
import { renderRunEvents } from '../../views/lineage-events.ts';
import { withContext } from '../../with-context.ts';

export const events = (): Command =>
  new Command('events')
    .description(
      'The OpenLineage events of what made a dataset version or a model version, of the day on which each run began and the three after it; with --json as they were told.',
    )
    .argument(
      '<node>',
      'flights@2, flight-delay@1, upload:<dataset>/<id>, backfill:<id> or run:<model>/<run id>',
    )
    .action(
      withContext(async ({ print, stack, target }, text: string) => {
        const [{ findNode }, { RegistryReader }, { listRunEvents }, { runsOfRecord }, { table, dataBucket }] =
          await Promise.all([
            import('./find-node.ts'),
            import('../../registry-reader.ts'),
            import('../../../adapters/s3/list-run-events.ts'),
            import('../../../core/registry/lineage/openlineage/runs-of-record.ts'),
            stack(),
          ]);
        const node = await findNode(table, text);
        const records = await recordsBehind(new RegistryReader(table), table, node);
        const runs = records.flatMap((record) => runsOfRecord(target.environment, record));
        if (runs.length === 0) {
          throw new CliError(
            'usage',
            `Cannot show events of '${node}': only uploads, backfills, dataset versions, runs and model versions are told of`,
          );
        }
        const view = await listRunEvents(dataBucket, runs);
        print.result(view, (style) => renderRunEvents(view, style));
      }),
    );

/** Uploads of one version whose events are shown. */
const mostMakers = 100;

/** The records whose making is told of: of a version, those of the upload or run that made it as well. */
async function recordsBehind(
  registry: RegistryReader,
  table: string,
  node: LineageNode,
): Promise<(UploadRecord | BackfillRecord | DatasetVersionRecord | RunRecord)[]> {
  const { readEdges } = await import('../../../adapters/dynamodb/read-edges.ts');
  const makers = async (maker: NodeKind) =>
    (await readEdges(table, node, 'upstream', mostMakers, maker)).map(({ from }) => from);
  const upload = async (from: LineageNode) => {
    const [, dataset, uploadId] = /^upload:([^/]+)\/(.+)$/.exec(from)!;
    return registry.upload(dataset!, uploadId!);
  };
  const backfill = (from: LineageNode) => registry.backfill(nameOf(from));
  const run = async (from: LineageNode) => {
    const [, model, runId] = /^run:([^/]+)\/(.+)$/.exec(from)!;
    return registry.run(model!, runId!);
  };
  const [, kind, name, version] = /^([a-z-]+):(.+?)(?:@(\d+))?$/.exec(node)!;
  const found =
    kind === 'upload'
      ? [await upload(node)]
      : kind === 'run'
        ? [await run(node)]
        : kind === 'backfill'
          ? [await backfill(node)]
          : kind === 'model'
            ? await Promise.all((await makers('run')).map(run))
            : kind === 'dataset' && version !== undefined
              ? await Promise.all([
                  registry.datasetVersion(name!, Number(version)),
                  ...(await makers('upload')).map(upload),
                  ...(await makers('backfill')).map(backfill),
                ])
              : [];
  return found.filter((record) => record !== null);
}
