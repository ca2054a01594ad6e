import { readEdges } from '../../../adapters/dynamodb/read-edges.ts';
import { type Direction, isSpread } from '../../../core/registry/lineage/edge.ts';
import { neighbourKinds } from '../../../core/registry/lineage/neighbour-kinds.ts';
import { kindOf, type LineageNode, rootKinds } from '../../../core/registry/lineage/node.ts';

/** Whether the lineage graph has an edge of a node, in the directions asked for: nothing leads to what begins everything. */
export async function isKnown(
  table: string,
  node: LineageNode,
  directions: readonly Direction[] = ['upstream', 'downstream'],
): Promise<boolean> {
  const kind = kindOf(node);
  const found = await Promise.all(
    directions
      .filter((direction) => direction === 'downstream' || !rootKinds.has(kind))
      .flatMap((direction) =>
        isSpread(node, direction)
          ? neighbourKinds(kind, direction).map((other) => readEdges(table, node, direction, 1, other))
          : [readEdges(table, node, direction, 1)],
      ),
  );
  return found.some((edges) => edges.length > 0);
}
