import { Command } from 'commander';
import { type Origin, renderOrigin } from '../../views/lineage-origin.ts';
import { withContext } from '../../with-context.ts';

/** Uploads, requests and decisions of one version; more are counted, not named. */
const mostNamed = 100;

export const who = (): Command =>
  new Command('who')
    .description(
      'Who made a dataset version or a model version: the principal of the upload, who asked for the release, who approved; and the code and the contract.',
    )
    .argument('<name[@version]>', 'such as flights@2 or flight-delay@1; a name alone is the newest version')
    .action(
      withContext(async ({ print, stack }, text: string) => {
        const [{ findNode }, { readEdges }, { table }] = await Promise.all([
          import('./find-node.ts'),
          import('../../../adapters/dynamodb/read-edges.ts'),
          stack(),
        ]);
        const node = await findNode(table, text);
        const into = await readEdges(table, node, 'upstream', mostNamed);
        const makers = into.filter(({ relation }) => relation === 'became' || relation === 'registered');
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
        };
        print.result(origin, (style) => renderOrigin(origin, style));
      }),
    );
