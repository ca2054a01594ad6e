import type { NodeKind } from '../../core/registry/lineage/node.ts';
import { minute, short } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

interface Named {
  readonly name: string;
  /** What it did: `uploaded`, `approved`, `built`, … */
  readonly relation: string;
  /** The node that it did it to. */
  readonly what: string;
  readonly at: string;
}

/** Who and what made a version. */
export interface Origin {
  readonly node: string;
  readonly principals: readonly Named[];
  readonly code: readonly Named[];
  readonly contracts: readonly Named[];
  /** Kinds of makers of which there are more than so many: the others, and who is behind them, are not named. */
  readonly more: readonly { readonly kind: NodeKind; readonly named: number }[];
}

export function renderOrigin(origin: Origin, style: Style): string {
  const line = (title: string, named: readonly Named[]): string[] =>
    named.length === 0
      ? [`  ${style('dim', title.padEnd(8))}  nobody that is known`]
      : named.map(
          ({ name, relation, what, at }) =>
            `  ${style('dim', title.padEnd(8))}  ${printable(short(name))} ${relation} ${printable(short(what))} at ${minute(at)}`,
        );
  return [
    style('strong', printable(origin.node)),
    ...line('by', origin.principals),
    ...line('code', origin.code),
    ...(origin.contracts.length === 0 ? [] : line('contract', origin.contracts)),
    ...origin.more.map(
      ({ kind, named }) => `  ${style('dim', `… and more: it has more than ${named} of kind ${kind}`)}`,
    ),
  ].join('\n');
}
