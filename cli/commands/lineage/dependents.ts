import { Command } from 'commander';
import { CliError } from '../../cli-error.ts';
import { parseReference } from '../../parse-reference.ts';
import { type Dependent, renderDependents } from '../../views/lineage-dependents.ts';
import { withContext } from '../../with-context.ts';

export const dependents = (): Command =>
  new Command('dependents')
    .description(
      'Every model version that learned from a dataset, from which version of it, and which of them serve.',
    )
    .argument('<dataset[@version]>', 'a dataset, or one version of it', parseReference)
    .action(
      withContext(async ({ print, stack }, { name, version }: ReturnType<typeof parseReference>) => {
        const [{ RegistryReader }, { readEdges }, { lineageNode }, { table }] = await Promise.all([
          import('../../registry-reader.ts'),
          import('../../../adapters/dynamodb/read-edges.ts'),
          import('../../../core/registry/lineage/node.ts'),
          stack(),
        ]);
        const registry = new RegistryReader(table);
        const node = version === null ? lineageNode.anyVersionOf(name) : lineageNode.dataset(name, version);
        const [edges, known] = await Promise.all([
          readEdges(table, node, 'downstream', undefined, 'model'),
          version === null ? registry.newestDatasetVersion(name) : registry.datasetVersion(name, version),
        ]);
        if (known === null && edges.length === 0) {
          throw new CliError(
            'notFound',
            `Cannot find ${version === null ? 'a version' : `version ${version}`} of dataset '${name}' in the registry; \`ballast uploads ${name}\` shows what came`,
          );
        }
        const rows = edges.map((edge) => {
          const [, model, number] = /^model:(.+)@(\d+)$/.exec(edge.to)!;
          return {
            model: model!,
            version: Number(number),
            dataset: name,
            read: edge.version ?? version!,
            at: edge.at,
          };
        });
        const models = [...new Set(rows.map(({ model }) => model))];
        const serving = new Map(
          await Promise.all(models.map(async (model) => [model, await registry.serving(model)] as const)),
        );
        const view: Dependent[] = rows.map((row) => ({
          ...row,
          live: serving.get(row.model)?.live === row.version,
        }));
        print.result(view, (style) => renderDependents(view, style));
      }),
    );
