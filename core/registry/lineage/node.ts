import { createHash } from 'node:crypto';

/**
 * A node of the lineage graph, named `<kind>:<name>`; versions come last, after `@`:
 * - `principal:<name>`: whoever uploaded, asked for a release or a backfill, or decided about a version; `unknown`
 *   where nobody is named;
 * - `commit:<sha>`: the code that wrote something;
 * - `contract:<dataset>@<version>`: the contract that something was checked against;
 * - `upload:<dataset>/<upload id>`;
 * - `backfill:<backfill id>`: uploads that were judged anew, together;
 * - `dataset:<dataset>@<version>`; without a version, the dataset as such;
 * - `view:<name>@<digest>`: a feature view, with the digest of its definition;
 * - `training-set:<model>/<digest>`;
 * - `run:<model>/<run id>`: one execution of the release machine;
 * - `model:<model>@<version>`;
 * - `endpoint:<name>`: what serves.
 */
export type LineageNode = `${NodeKind}:${string}`;

export const nodeKinds = [
  'principal',
  'commit',
  'contract',
  'upload',
  'backfill',
  'dataset',
  'view',
  'training-set',
  'run',
  'model',
  'endpoint',
] as const;

export type NodeKind = (typeof nodeKinds)[number];

/**
 * Bytes of a node's name in UTF-8, at most: with the other end's and the relation beside it, a sort key of DynamoDB
 * holds 1,024.
 */
const mostBytes = 900;

/** The node of a kind and a name; of a name that is too long, the end is replaced by its digest. */
export function nodeOf(kind: NodeKind, name: string): LineageNode {
  if (name === '') return `${kind}:unknown`;
  const bytes = Buffer.from(name);
  if (bytes.length <= mostBytes) return `${kind}:${name}`;
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  // A character that the cut goes through is left out.
  const kept = bytes
    .subarray(0, mostBytes - digest.length - 1)
    .toString()
    .replace(/\ufffd+$/, '');
  return `${kind}:${kept}~${digest}`;
}

export const lineageNode = {
  principal: (name: string): LineageNode => nodeOf('principal', name),
  commit: (sha: string): LineageNode => nodeOf('commit', sha),
  contract: (dataset: string, version: string): LineageNode => nodeOf('contract', `${dataset}@${version}`),
  upload: (dataset: string, uploadId: string): LineageNode => nodeOf('upload', `${dataset}/${uploadId}`),
  backfill: (backfillId: string): LineageNode => nodeOf('backfill', backfillId),
  dataset: (dataset: string, version: number): LineageNode => nodeOf('dataset', `${dataset}@${version}`),
  anyVersionOf: (dataset: string): LineageNode => nodeOf('dataset', dataset),
  view: (view: string): LineageNode => nodeOf('view', view),
  trainingSet: (model: string, digest: string): LineageNode => nodeOf('training-set', `${model}/${digest}`),
  run: (model: string, runId: string): LineageNode => nodeOf('run', `${model}/${runId}`),
  model: (model: string, version: number): LineageNode => nodeOf('model', `${model}@${version}`),
  endpoint: (name: string): LineageNode => nodeOf('endpoint', name),
} as const;

/** Kinds at which everything begins: nothing leads to them. */
export const rootKinds: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'principal',
  'commit',
  'contract',
  'view',
]);

export const kindOf = (node: LineageNode): NodeKind => node.slice(0, node.indexOf(':')) as NodeKind;

/** A node's name, without its kind. */
export const nameOf = (node: LineageNode): string => node.slice(node.indexOf(':') + 1);

/** The node that a text such as `commit:0f3c…` names in full; null for what is none. */
export function parseNode(text: string): LineageNode | null {
  const colon = text.indexOf(':');
  const kind = nodeKinds.find((known) => known === text.slice(0, Math.max(0, colon)));
  const name = text.slice(colon + 1);
  return kind === undefined || name === '' ? null : nodeOf(kind, name);
}
