import { type Direction, type Relation, relations } from './edge.ts';
import { type NodeKind, nodeKinds } from './node.ts';

/** Relations that say in one step what a walk finds in several: it leaves them out. */
export const shortCuts: ReadonlySet<Relation> = new Set<Relation>(['trained']);

const ends = Object.entries(relations) as [
  Relation,
  { readonly from: readonly NodeKind[]; readonly to: readonly NodeKind[] },
][];

/** The kinds of nodes that one step leads to from a node of a kind, short cuts left out. */
export const neighbourKinds = (kind: NodeKind, direction: Direction): NodeKind[] => {
  const [here, there] = direction === 'downstream' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const found = new Set(
    ends
      .filter(([relation, between]) => !shortCuts.has(relation) && between[here].includes(kind))
      .flatMap(([, between]) => between[there]),
  );
  return nodeKinds.filter((other) => found.has(other));
};
