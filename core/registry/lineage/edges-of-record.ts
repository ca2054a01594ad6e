import type { BackfillRecord } from '../../datasets/backfill/backfill-record.ts';
import { vectorView } from '../../features/feature-vector.ts';
import { datasetViews } from '../../features/views-of.ts';
import { endpointName } from '../../names.ts';
import type { ModelDefinition } from '../model-definition.ts';
import type {
  DatasetVersionRecord,
  ModelVersionRecord,
  RunRecord,
  ServingHistoryRecord,
  UploadRecord,
} from '../records.ts';
import type { LineageEdge, Relation } from './edge.ts';
import { type LineageNode, lineageNode } from './node.ts';

/** The records that lineage is made of. */
export type LineageRecord =
  | BackfillRecord
  | UploadRecord
  | DatasetVersionRecord
  | RunRecord
  | ModelVersionRecord
  | ServingHistoryRecord;

/** The edges that a record states. The same record, however often it comes, states the same edges. */
export function edgesOfRecord(
  record: LineageRecord,
  context: {
    readonly environment: string;
    /** The definition of a model as the stack has it; null for one that was removed. */
    readonly definitionOf: (model: string) => Pick<ModelDefinition, 'features'> | null;
  },
): LineageEdge[] {
  switch (record.kind) {
    case 'upload':
      return ofUpload(record);
    case 'backfill': {
      const backfill = lineageNode.backfill(record.backfillId);
      return [edge(lineageNode.principal(record.requestedBy), 'requested', backfill, record.startedAt)];
    }
    case 'dataset-version':
      return ofDatasetVersion(record);
    case 'run':
      return ofRun(record, record.reproduces?.definition ?? context.definitionOf(record.model));
    case 'model-version':
      return ofModelVersion(record);
    case 'serving-history': {
      const endpoint = lineageNode.endpoint(endpointName(context.environment, record.model));
      return [edge(lineageNode.model(record.model, record.version), record.change, endpoint, record.at)];
    }
  }
}

const edge = (from: LineageNode, relation: Relation, to: LineageNode, at: string): LineageEdge => ({
  kind: 'lineage-edge',
  from,
  relation,
  to,
  at,
});

/**
 * What an upload became is said by the version that names it as its source. Here is the rest: an upload that changed
 * nothing leads to the version that held its rows already, and one of a backfill to the version that this made.
 */
function ofUpload(record: UploadRecord): LineageEdge[] {
  const { dataset, uploadId, uploader, receivedAt, status, datasetVersion, replay } = record;
  const upload = lineageNode.upload(dataset, uploadId);
  const became = (version: number, at: string) =>
    edge(upload, 'became', lineageNode.dataset(dataset, version), at);
  return [
    edge(lineageNode.principal(uploader), 'uploaded', upload, receivedAt),
    ...(status === 'unchanged' && datasetVersion !== undefined ? [became(datasetVersion, receivedAt)] : []),
    ...(replay?.version === undefined ? [] : [became(replay.version, replay.at)]),
  ];
}

function ofDatasetVersion(record: DatasetVersionRecord): LineageEdge[] {
  const { dataset, version, parent, createdAt, source, backfillId } = record;
  const node = lineageNode.dataset(dataset, version);
  return [
    backfillId === undefined
      ? edge(lineageNode.upload(dataset, source.uploadId), 'became', node, createdAt)
      : edge(lineageNode.backfill(backfillId), 'replayed', node, createdAt),
    edge(lineageNode.commit(record.codeCommit), 'built', node, createdAt),
    edge(lineageNode.contract(dataset, record.contractVersion), 'checked', node, createdAt),
    ...(parent === null ? [] : [edge(lineageNode.dataset(dataset, parent), 'precedes', node, createdAt)]),
  ];
}

function ofRun(record: RunRecord, definition: Pick<ModelDefinition, 'features'> | null): LineageEdge[] {
  const { model, runId, startedAt, cause, trainingSet, datasets } = record;
  const run = lineageNode.run(model, runId);
  const edges = [edge(lineageNode.commit(record.codeCommit), 'built', run, startedAt)];
  if (cause.kind === 'command') {
    edges.push(edge(lineageNode.principal(cause.by), 'requested', run, startedAt));
  }
  if (trainingSet === undefined) return edges;
  const set = lineageNode.trainingSet(model, trainingSet.digest);
  // As recorded: the definition may have changed since a set was made that does not say its views.
  const views = trainingSet.views ?? (definition === null ? [] : datasetViews(definition).map(vectorView));
  return [
    ...edges,
    ...Object.entries(datasets).map(([dataset, version]) =>
      edge(lineageNode.dataset(dataset, version), 'read', set, startedAt),
    ),
    ...views.map((view) => edge(lineageNode.view(view), 'read', set, startedAt)),
    edge(set, 'learned', run, startedAt),
  ];
}

function ofModelVersion(record: ModelVersionRecord): LineageEdge[] {
  const { model, version, runId, registeredAt, approval } = record;
  const node = lineageNode.model(model, version);
  return [
    edge(lineageNode.run(model, runId), 'registered', node, registeredAt),
    ...Object.entries(record.datasets).flatMap(([dataset, number]) => [
      edge(lineageNode.dataset(dataset, number), 'trained', node, registeredAt),
      { ...edge(lineageNode.anyVersionOf(dataset), 'trained', node, registeredAt), version: number },
    ]),
    ...(approval.status === 'pending'
      ? []
      : [edge(lineageNode.principal(approval.by), approval.status, node, approval.at)]),
  ];
}
