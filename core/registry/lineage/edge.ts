import type { ItemKey } from '../keys.ts';
import type { LineageNode } from './node.ts';

/**
 * How two nodes hang together, read from `from` to `to`:
 * - `uploaded` principal → upload;
 * - `became` upload → dataset version;
 * - `checked` contract → dataset version; `built` commit → dataset version or run;
 * - `precedes` dataset version → the next one, which holds its rows unless they were replaced;
 * - `read` dataset version or view → training set;
 * - `learned` training set → run; `requested` principal → run;
 * - `registered` run → model version;
 * - `approved`, `declined` principal → model version;
 * - `trained` dataset version → model version, and dataset → model version: the way over training set and run as one
 *   edge, so that which models depend on a dataset is one request;
 * - `released`, `promoted`, `rolled-back` model version → endpoint.
 */
export type Relation =
  | 'uploaded'
  | 'became'
  | 'checked'
  | 'built'
  | 'precedes'
  | 'read'
  | 'learned'
  | 'requested'
  | 'registered'
  | 'approved'
  | 'declined'
  | 'trained'
  | 'released'
  | 'promoted'
  | 'rolled-back';

/** One edge of the lineage graph. It is never changed: writing it again writes the same. */
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

/** A version's number is padded, so that versions are in order of their number. */
const sortable = (node: string): string =>
  node.replace(/@(\d+)$/, (_all, number: string) => `@${number.padStart(10, '0')}`);

const side = { upstream: 'IN', downstream: 'OUT' } as const;

/**
 * Where all edges of a node lie, in one direction; `kind` narrows them to neighbours of that kind or name. Each
 * direction is a partition of its own: a commit's tens of thousands of edges lie in nobody's way.
 */
export const lineageRange = (
  node: LineageNode,
  direction: Direction,
  kind = '',
): { readonly partition: string; readonly prefix: string } => ({
  partition: `LINEAGE#${side[direction]}#${sortable(node)}`,
  prefix: `EDGE#${kind}`,
});

/** An edge as the registry holds it: once with each end, so that each direction is one Query. */
export function edgeItems(edge: LineageEdge): { readonly key: ItemKey; readonly record: LineageEdge }[] {
  const item = (node: LineageNode, direction: Direction, other: LineageNode) => {
    const { partition, prefix } = lineageRange(node, direction, sortable(other));
    return { key: { pk: partition, sk: `${prefix}#${edge.relation}` }, record: edge };
  };
  return [item(edge.from, 'downstream', edge.to), item(edge.to, 'upstream', edge.from)];
}
