import { Command } from 'commander';
import type { Relation } from '../../../core/registry/lineage/edge.ts';
import { type Origin, renderOrigin } from '../../views/lineage-origin.ts';
import { withContext } from '../../with-context.ts';

/** Makers of one kind that are named, such as uploads; where there are more, that is said. */
const mostNamed = 100;

/** By which the principal behind a version is found: through its uploads, its backfill, its run. */
const makings: ReadonlySet<Relation> = new Set<Relation>(['became', 'replayed', 'registered']);

export const who = (): Command =>
  new Command('who')
    .description(
      'Who made a dataset version or a model version: the principal of each upload, who asked for the backfill or the release, who approved; and the code and the contract.',
    )
    .argument('<name[@version]>', 'such as flights@2 or flight-delay@1; a name alone is the newest version')
    .action(
      withContext(async ({ print, stack }, text: string) => {
        const [{ findNode }, { readEdges }, { neighbourKinds }, { kindOf }, { table }] = await Promise.all([
          import('./find-node.ts'),
          import('../../../adapters/dynamodb/read-edges.ts'),
          import('../../../core/registry/lineage/neighbour-kinds.ts'),
          import('../../../core/registry/lineage/node.ts'),
          stack(),
        ]);
        const node = await findNode(table, text);
        // Each kind by itself: a version of a thousand uploads has one commit and one contract all the same.
        const byKind = await Promise.all(
          neighbourKinds(kindOf(node), 'upstream').map(async (kind) => {
            const edges = await readEdges(table, node, 'upstream', mostNamed + 1, kind);
            return { kind, edges: edges.slice(0, mostNamed), isCut: edges.length > mostNamed };
          }),
        );
        const into = byKind.flatMap(({ edges }) => edges);
        const makers = into.filter(({ relation }) => makings.has(relation));
        const behind = (
          await Promise.all(makers.map(({ from }) => readEdges(table, from, 'upstream', mostNamed)))
        ).flat();
        const all = [...into, ...behind];
        const named = (kind: string) =>
          all
            .filter(({ from }) => from.startsWith(`${kind}:`))
            .map(({ from, relation, to, at }) => ({
              name: from.slice(kind.length + 1),
              relation,
              what: to,
              at,
            }));
        const origin: Origin = {
          node,
          principals: named('principal'),
          code: named('commit'),
          contracts: named('contract'),
          more: byKind.flatMap(({ kind, isCut }) => (isCut ? [{ kind, named: mostNamed }] : [])),
        };
        print.result(origin, (style) => renderOrigin(origin, style));
      }),
    );
