import {
  type Direction,
  edgeItems,
  type LineageEdge,
  lineageRange,
} from '../../../../core/registry/lineage/edge.ts';
import type { ReadEdges } from '../../../../core/registry/lineage/walk.ts';

/** A table in memory that holds edges as the registry does and answers as a Query would; it counts its answers. */
export class Graph {
  readonly #partitions = new Map<string, Map<string, LineageEdge>>();
  queries = 0;
  /** How often a query was asked while no other was on its way: the levels of a walk. */
  rounds = 0;
  #waiting = 0;

  add(edges: Iterable<LineageEdge>): void {
    for (const edge of edges) {
      for (const { key, record } of edgeItems(edge)) {
        const partition = this.#partitions.get(key.pk) ?? new Map<string, LineageEdge>();
        partition.set(key.sk, record);
        this.#partitions.set(key.pk, partition);
      }
    }
  }

  read: ReadEdges = async (node, direction: Direction, limit, kind) => {
    this.queries++;
    if (this.#waiting++ === 0) this.rounds++;
    await null;
    this.#waiting--;
    const { partition, prefix = '' } = lineageRange(node, direction, kind);
    return [...(this.#partitions.get(partition) ?? [])]
      .filter(([sk]) => sk.startsWith(prefix))
      .sort(([x], [y]) => (x < y ? 1 : -1))
      .slice(0, limit)
      .map(([, record]) => record);
  };
}
