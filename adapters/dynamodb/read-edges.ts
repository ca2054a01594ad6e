import { type Direction, type LineageEdge, lineageRange } from '../../core/registry/lineage/edge.ts';
import type { LineageNode, NodeKind } from '../../core/registry/lineage/node.ts';
import { queryRecords } from './query-records.ts';

/**
 * The edges of a node in one direction, at most `limit`, in descending order of the other end's name: of one dataset
 * or model, the newest version first. `kind` narrows them to neighbours of that kind. Its actions are
 * `queryRecordsActions`.
 */
export const readEdges = (
  table: string,
  node: LineageNode,
  direction: Direction,
  limit?: number,
  kind?: NodeKind,
): Promise<LineageEdge[]> =>
  queryRecords<LineageEdge>({ table, ...lineageRange(node, direction, kind), newestFirst: true, limit });
