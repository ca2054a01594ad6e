import { type Direction, type LineageEdge, lineageRange } from '../../core/registry/lineage/edge.ts';
import type { LineageNode } from '../../core/registry/lineage/node.ts';
import { queryRecords } from './query-records.ts';

/**
 * The edges of a node in one direction, at most `limit`, the newest versions first; `kind` narrows them to
 * neighbours whose name begins so. Its actions are `queryRecordsActions`.
 */
export const readEdges = (
  table: string,
  node: LineageNode,
  direction: Direction,
  limit: number,
  kind?: string,
): Promise<LineageEdge[]> =>
  queryRecords<LineageEdge>({ table, ...lineageRange(node, direction, kind), newestFirst: true, limit });
