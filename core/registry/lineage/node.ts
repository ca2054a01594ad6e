/**
 * A node of the lineage graph, named `<kind>:<name>`; versions come last, after `@`:
 * - `principal:<name>`: whoever uploaded, asked for a release, or decided about a version;
 * - `commit:<sha>`: the code that wrote something;
 * - `contract:<dataset>@<version>`: the contract that something was checked against;
 * - `upload:<dataset>/<upload id>`;
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
  'dataset',
  'view',
  'training-set',
  'run',
  'model',
  'endpoint',
] as const;

export type NodeKind = (typeof nodeKinds)[number];

export const lineageNode = {
  principal: (name: string): LineageNode => `principal:${name}`,
  commit: (sha: string): LineageNode => `commit:${sha}`,
  contract: (dataset: string, version: string): LineageNode => `contract:${dataset}@${version}`,
  upload: (dataset: string, uploadId: string): LineageNode => `upload:${dataset}/${uploadId}`,
  dataset: (dataset: string, version: number): LineageNode => `dataset:${dataset}@${version}`,
  anyVersionOf: (dataset: string): LineageNode => `dataset:${dataset}`,
  view: (view: string): LineageNode => `view:${view}`,
  trainingSet: (model: string, digest: string): LineageNode => `training-set:${model}/${digest}`,
  run: (model: string, runId: string): LineageNode => `run:${model}/${runId}`,
  model: (model: string, version: number): LineageNode => `model:${model}@${version}`,
  endpoint: (name: string): LineageNode => `endpoint:${name}`,
} as const;

/** Kinds at which everything begins: nothing leads to them. */
export const rootKinds: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'principal',
  'commit',
  'contract',
  'view',
]);

/** A node's kind and the rest of its name; null for what is no node. */
export function parseNode(text: string): { readonly kind: NodeKind; readonly name: string } | null {
  const colon = text.indexOf(':');
  const kind = nodeKinds.find((known) => known === text.slice(0, Math.max(0, colon)));
  const name = text.slice(colon + 1);
  return kind === undefined || name === '' ? null : { kind, name };
}
