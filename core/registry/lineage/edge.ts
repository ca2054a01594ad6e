import type { ItemKey } from '../keys.ts';
import { kindOf, type LineageNode, type NodeKind, rootKinds } from './node.ts';

/**
 * How two nodes hang together, read from the first to the second, and the kinds of both:
 * - `uploaded`: whoever sent an upload; `became`: the version that holds an upload's rows;
 * - `replayed`: the version that a backfill made;
 * - `checked`: the version that passed a contract; `built`: what the code of a commit wrote or ran;
 * - `precedes`: the next version, which holds the rows of the one before unless they were replaced;
 * - `read`: what a training set was made of; `learned`: the run that was trained on it;
 * - `requested`: the run or backfill that somebody asked for;
 * - `registered`: what a run became; `approved`, `declined`: what somebody decided about;
 * - `trained`: the way from a dataset's version, and from the dataset, over training set and run to a model version as
 *   one edge, so that which models depend on a dataset is one request;
 * - `released`, `promoted`, `rolled-back`: the endpoint that a version served.
 */
export const relations = {
  uploaded: { from: ['principal'], to: ['upload'] },
  became: { from: ['upload'], to: ['dataset'] },
  replayed: { from: ['backfill'], to: ['dataset'] },
  checked: { from: ['contract'], to: ['dataset'] },
  built: { from: ['commit'], to: ['dataset', 'run'] },
  precedes: { from: ['dataset'], to: ['dataset'] },
  read: { from: ['dataset', 'view'], to: ['training-set'] },
  learned: { from: ['training-set'], to: ['run'] },
  requested: { from: ['principal'], to: ['run', 'backfill'] },
  registered: { from: ['run'], to: ['model'] },
  approved: { from: ['principal'], to: ['model'] },
  declined: { from: ['principal'], to: ['model'] },
  trained: { from: ['dataset'], to: ['model'] },
  released: { from: ['model'], to: ['endpoint'] },
  promoted: { from: ['model'], to: ['endpoint'] },
  'rolled-back': { from: ['model'], to: ['endpoint'] },
} as const satisfies Record<string, { readonly from: readonly NodeKind[]; readonly to: readonly NodeKind[] }>;

export type Relation = keyof typeof relations;

/**
 * One edge of the lineage graph. Two nodes have one edge of a relation: what happens again between them, such as the
 * second promotion of a version, gives it its newer time.
 */
export interface LineageEdge {
  readonly kind: 'lineage-edge';
  readonly from: LineageNode;
  readonly relation: Relation;
  readonly to: LineageNode;
  /** ISO 8601, UTC: when what it says happened. */
  readonly at: string;
  /** For `trained` from a dataset as such: the version that was read. */
  readonly version?: number;
}

export type Direction = 'upstream' | 'downstream';

/** Whether a node's edges lie apart by the kind of their other end: those of a commit or a principal are tens of thousands. */
export const isSpread = (node: LineageNode, direction: Direction): boolean =>
  direction === 'downstream' && rootKinds.has(kindOf(node));

/** A version's number is padded, so that versions are in order of their number. */
const sortable = (node: string): string =>
  node.replace(/@(\d+)$/, (_all, number: string) => `@${number.padStart(10, '0')}`);

const side = { upstream: 'IN', downstream: 'OUT' } as const;

/**
 * Where the edges of a node lie, in one direction; `kind` narrows them to neighbours of that kind. Each direction is a
 * partition of its own, and so is each kind of neighbour where they are very many.
 * @throws Error where they lie apart by kind and none is given
 */
export function lineageRange(
  node: LineageNode,
  direction: Direction,
  kind?: NodeKind,
): { readonly partition: string; readonly prefix?: string } {
  const partition = `LINEAGE#${side[direction]}#${sortable(node)}`;
  if (!isSpread(node, direction)) {
    return { partition, ...(kind === undefined ? {} : { prefix: `EDGE#${kind}:` }) };
  }
  if (kind === undefined) throw new Error(`Cannot read the edges of '${node}' at once: name a kind`);
  return { partition: `${partition}#${kind}` };
}

/** An edge as the registry holds it: once with each end, so that each direction is one Query. */
export function edgeItems(edge: LineageEdge): { readonly key: ItemKey; readonly record: LineageEdge }[] {
  const item = (node: LineageNode, direction: Direction, other: LineageNode) => {
    const { partition } = lineageRange(node, direction, kindOf(other));
    return { key: { pk: partition, sk: `EDGE#${sortable(other)}#${edge.relation}` }, record: edge };
  };
  return [item(edge.from, 'downstream', edge.to), item(edge.to, 'upstream', edge.from)];
}
