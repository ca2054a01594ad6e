import { Command, InvalidArgumentError, Option } from 'commander';
import { defaultLimits, type LineageTree } from '../../../core/registry/lineage/walk.ts';
import { renderLineageTree } from '../../views/lineage-tree.ts';
import { withContext } from '../../with-context.ts';

interface TreeOptions {
  readonly upstream?: true;
  readonly downstream?: true;
  readonly depth: number;
  readonly limit: number;
}

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return Number(text);
};

export const tree = (): Command =>
  new Command('tree')
    .description(
      'Everything that something was made from, and everything that was made from it: uploads, dataset versions, views, training sets, runs, model versions, endpoints, with who, which code and which contract.',
    )
    .argument(
      '<node>',
      'flights@2, flight-delay@1, or any node by its full name, such as commit:<sha> or upload:<dataset>/<id>',
    )
    .option('--upstream', 'only what it was made from')
    .option('--downstream', 'only what was made from it')
    .addOption(
      new Option('--depth <edges>', 'how far to go').argParser(positive).default(defaultLimits.depth),
    )
    .addOption(
      new Option('--limit <nodes>', 'how many nodes to show')
        .argParser(positive)
        .default(defaultLimits.nodes),
    )
    .action(
      withContext(async ({ print, stack }, text: string, options: TreeOptions) => {
        const [{ findNode }, { readEdges }, { walk }, { table }] = await Promise.all([
          import('./find-node.ts'),
          import('../../../adapters/dynamodb/read-edges.ts'),
          import('../../../core/registry/lineage/walk.ts'),
          stack(),
        ]);
        const node = await findNode(table, text);
        const both = options.upstream === options.downstream;
        const limits = { ...defaultLimits, depth: options.depth, nodes: options.limit };
        const walked = (asked: boolean, direction: 'upstream' | 'downstream') =>
          asked ? walk(node, direction, (...request) => readEdges(table, ...request), limits) : null;
        const [upstream, downstream] = await Promise.all([
          walked(both || options.upstream === true, 'upstream'),
          walked(both || options.downstream === true, 'downstream'),
        ]);
        const view: { node: string; upstream: LineageTree | null; downstream: LineageTree | null } = {
          node,
          upstream,
          downstream,
        };
        print.result(view, (style) => renderLineageTree(view, style));
      }),
    );
