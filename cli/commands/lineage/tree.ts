import { Command, InvalidArgumentError, Option } from 'commander';
import type { Direction } from '../../../core/registry/lineage/edge.ts';
import { kindOf, nameOf, parseNode, rootKinds } from '../../../core/registry/lineage/node.ts';
import { defaultLimits, type LineageTree } from '../../../core/registry/lineage/walk.ts';
import { CliError } from '../../cli-error.ts';
import { renderLineageTree } from '../../views/lineage-tree.ts';
import { withContext } from '../../with-context.ts';
import { unknownNode } from './unknown-node.ts';

interface TreeOptions {
  readonly upstream?: true;
  readonly downstream?: true;
  readonly depth: number;
  readonly limit: number;
  readonly fanOut: number;
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
    .addOption(
      new Option('--fan-out <nodes>', 'how many of one kind to show below one node')
        .argParser(positive)
        .default(defaultLimits.fanOut),
    )
    .action(
      withContext(async ({ print, stack }, text: string, options: TreeOptions) => {
        const [{ findNode }, { isKnown }, { readEdges }, { walk }, { table }] = await Promise.all([
          import('./find-node.ts'),
          import('./is-known.ts'),
          import('../../../adapters/dynamodb/read-edges.ts'),
          import('../../../core/registry/lineage/walk.ts'),
          stack(),
        ]);
        const named = parseNode(text);
        if (named !== null && /^dataset:[^@]+$/.test(named)) {
          const name = nameOf(named);
          throw new CliError(
            'usage',
            `Cannot show the tree of '${named}': each of its versions has one, as in \`ballast lineage tree ${name}@0\`; \`ballast lineage dependents ${name}\` shows which models learned from any of them`,
          );
        }
        // What is named in full is looked for by the walk itself: a hub is read once.
        const node = named ?? (await findNode(table, text));
        const both = options.upstream === options.downstream;
        const limits = { depth: options.depth, nodes: options.limit, fanOut: options.fanOut };
        const directions = (['upstream', 'downstream'] as const).filter(
          (direction) => both || options[direction] === true,
        );
        const walked = async (direction: Direction): Promise<LineageTree | null> => {
          if (!directions.includes(direction)) return null;
          if (direction === 'upstream' && rootKinds.has(kindOf(node))) return { node, children: [] };
          return walk(node, direction, (...request) => readEdges(table, ...request), limits);
        };
        const [upstream, downstream] = await Promise.all([walked('upstream'), walked('downstream')]);
        if (named !== null && [upstream, downstream].every((found) => (found?.children.length ?? 0) === 0)) {
          const others = (['upstream', 'downstream'] as const).filter((one) => !directions.includes(one));
          if (!(await isKnown(table, node, others))) throw unknownNode(text);
        }
        const view: { node: string; upstream: LineageTree | null; downstream: LineageTree | null } = {
          node,
          upstream,
          downstream,
        };
        print.result(view, (style) => renderLineageTree(view, limits, style));
      }),
    );
