import type { Direction, LineageEdge } from './edge.ts';
import { type LineageNode, parseNode, rootKinds } from './node.ts';

/** One request to the registry: the edges of a node in one direction, at most `limit`, the newest versions first. */
export type ReadEdges = (node: LineageNode, direction: Direction, limit: number) => Promise<LineageEdge[]>;

export interface WalkLimits {
  /** Edges from the start to the farthest node. */
  readonly depth: number;
  /** Nodes in all. */
  readonly nodes: number;
  /** Edges read of one node; a commit or a principal may have tens of thousands. */
  readonly fanOut: number;
}

export const defaultLimits: WalkLimits = { depth: 12, nodes: 500, fanOut: 30 };

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

/** Edges that a walk leaves out: each says in one step what the walk finds in several. */
const shortCuts: ReadonlySet<string> = new Set(['trained']);

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
    // One more than the limit says whether there is more.
    const found = await Promise.all(level.map(({ node }) => read(node, direction, limits.fanOut + 1)));
    const next: Building[] = [];
    level.forEach((place, index) => {
      const edges = found[index]!.filter(({ relation }) => !shortCuts.has(relation));
      if (edges.length > 0 && depth === limits.depth) {
        place.cut = 'depth';
        return;
      }
      if (found[index]!.length > limits.fanOut) place.cut = 'fan-out';
      for (const { from, to, relation, at } of edges.slice(0, limits.fanOut)) {
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

const isRoot = (node: LineageNode): boolean => rootKinds.has(parseNode(node)!.kind);
