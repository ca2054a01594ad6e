import { type Direction, isSpread, type LineageEdge } from './edge.ts';
import { neighbourKinds, shortCuts } from './neighbour-kinds.ts';
import { kindOf, type LineageNode, type NodeKind, rootKinds } from './node.ts';

/**
 * One request to the registry: the edges of a node in one direction, to neighbours of one kind where it is given, at
 * most `limit`, of one dataset or model the newest version first.
 */
export type ReadEdges = (
  node: LineageNode,
  direction: Direction,
  limit: number,
  kind?: NodeKind,
) => Promise<LineageEdge[]>;

export interface WalkLimits {
  /** Edges from the start to the farthest node. */
  readonly depth: number;
  /** Nodes in all. */
  readonly nodes: number;
  /** Neighbours of one kind that are shown below a node; a commit or a principal may have tens of thousands. */
  readonly fanOut: number;
}

export const defaultLimits: WalkLimits = { depth: 12, nodes: 500, fanOut: 20 };

/** What a walk found: a tree, for each node is placed below the one that led to it first. */
export interface LineageTree {
  readonly node: LineageNode;
  readonly children: readonly (LineageTree & Pick<LineageEdge, 'relation' | 'at'>)[];
  /** Why nothing, or not everything, stands below it. */
  readonly cut?: 'depth' | 'nodes' | 'fan-out' | 'shown-above' | 'other-versions';
}

type Building = LineageTree & {
  children: (Building & Pick<LineageEdge, 'relation' | 'at'>)[];
  cut?: LineageTree['cut'];
};

/**
 * Walks the graph from a node, level by level, all nodes of a level at once: as many waits as levels. Versions before
 * and after a version are named and not walked on: a chain of ten thousand would be the whole answer. Each node is
 * walked once, so that a cycle ends.
 */
export async function walk(
  start: LineageNode,
  direction: Direction,
  read: ReadEdges,
  limits: WalkLimits = defaultLimits,
): Promise<LineageTree> {
  const root: Building = { node: start, children: [] };
  const seen = new Set<LineageNode>([start]);
  let level: Building[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    const found = await Promise.all(
      level.map(({ node }) => readNeighbours(node, direction, read, limits.fanOut)),
    );
    const next: Building[] = [];
    level.forEach((place, index) => {
      const { edges, isCut } = found[index]!;
      if (edges.length > 0 && depth === limits.depth) {
        place.cut = 'depth';
        return;
      }
      if (isCut) place.cut = 'fan-out';
      for (const { from, to, relation, at } of edges) {
        const node = direction === 'upstream' ? from : to;
        if (seen.has(node)) {
          place.children.push({ node, relation, at, children: [], cut: 'shown-above' });
          continue;
        }
        if (seen.size >= limits.nodes) {
          place.cut = 'nodes';
          break;
        }
        seen.add(node);
        const child = { node, relation, at, children: [] };
        if (relation === 'precedes') place.children.push({ ...child, cut: 'other-versions' });
        else {
          place.children.push(child);
          if (direction === 'downstream' || !isRoot(node)) next.push(child);
        }
      }
    });
    level = next;
  }
  return root;
}

/**
 * The edges that a walk follows from a node. One request finds them all where they are few; where they are not, each
 * kind of neighbour is asked for by itself, so that many of one kind hide none of another.
 */
async function readNeighbours(
  node: LineageNode,
  direction: Direction,
  read: ReadEdges,
  fanOut: number,
): Promise<{ readonly edges: readonly LineageEdge[]; readonly isCut: boolean }> {
  // One more than the limit says whether there is more.
  const limit = fanOut + 1;
  const kinds = neighbourKinds(kindOf(node), direction);
  if (kinds.length === 0) return { edges: [], isCut: false };
  if (!isSpread(node, direction)) {
    const all = await read(node, direction, limit);
    if (all.length <= fanOut) {
      return { edges: all.filter(({ relation }) => !shortCuts.has(relation)), isCut: false };
    }
    if (kinds.length === 1) return { edges: all.slice(0, fanOut), isCut: true };
  }
  const byKind = await Promise.all(kinds.map((kind) => read(node, direction, limit, kind)));
  return {
    edges: byKind.flatMap((edges) => edges.slice(0, fanOut)),
    isCut: byKind.some((edges) => edges.length > fanOut),
  };
}

const isRoot = (node: LineageNode): boolean => rootKinds.has(kindOf(node));
