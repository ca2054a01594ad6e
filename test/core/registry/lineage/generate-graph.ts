import type { LineageEdge, Relation } from '../../../../core/registry/lineage/edge.ts';
import { type LineageNode, lineageNode } from '../../../../core/registry/lineage/node.ts';

/** mulberry32: numbers in [0, 1) from a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The lineage of a busy company: ten datasets of thousands of versions, thirty models that are trained again and
 * again, few principals and commits behind very many uploads and versions.
 */
export function generateGraph({ edges: wanted, seed }: { edges: number; seed: number }): {
  readonly edges: LineageEdge[];
  /** The newest version of a model, the dataset version that it learned from, and the commit behind most. */
  readonly sample: {
    readonly model: LineageNode;
    readonly dataset: LineageNode;
    readonly commit: LineageNode;
  };
} {
  const next = random(seed);
  const upTo = (limit: number): number => Math.floor(next() * limit);
  const edges: LineageEdge[] = [];
  const epoch = Date.parse('2026-01-01T00:00:00.000Z');
  const add = (from: LineageNode, relation: Relation, to: LineageNode, version?: number): void => {
    const at = new Date(epoch + edges.length * 1_000).toISOString();
    edges.push({
      kind: 'lineage-edge',
      from,
      relation,
      to,
      at,
      ...(version === undefined ? {} : { version }),
    });
  };
  const newest = Array.from({ length: 10 }, () => -1);
  const models = Array.from({ length: 30 }, () => 0);
  let sample = { model: lineageNode.model('model-0', 0), dataset: lineageNode.dataset('dataset-0', 0) };
  const commit = (): LineageNode => lineageNode.commit(`${upTo(20) === 0 ? upTo(50) : 0}`.padStart(40, '0'));
  while (edges.length < wanted) {
    const index = upTo(newest.length);
    const dataset = `dataset-${index}`;
    const version = ++newest[index]!;
    const upload = lineageNode.upload(dataset, `u-${version}`);
    add(lineageNode.principal(`feed-${upTo(5)}`), 'uploaded', upload);
    add(upload, 'became', lineageNode.dataset(dataset, version));
    add(commit(), 'built', lineageNode.dataset(dataset, version));
    add(lineageNode.contract(dataset, '1.0.0'), 'checked', lineageNode.dataset(dataset, version));
    if (version > 0) {
      add(lineageNode.dataset(dataset, version - 1), 'precedes', lineageNode.dataset(dataset, version));
    }
    if (upTo(4) !== 0) continue;
    const number = upTo(models.length);
    const model = `model-${number}`;
    const run = lineageNode.run(model, `r-${edges.length}`);
    const set = lineageNode.trainingSet(model, `${edges.length}`);
    const node = lineageNode.model(model, ++models[number]!);
    for (const other of [index, (index + 1) % newest.length]) {
      if (newest[other]! < 0) continue;
      const read = lineageNode.dataset(`dataset-${other}`, newest[other]!);
      add(read, 'read', set);
      add(read, 'trained', node);
      add(lineageNode.anyVersionOf(`dataset-${other}`), 'trained', node, newest[other]!);
      sample = { model: node, dataset: read };
    }
    for (let view = 0; view < 3; view++)
      add(lineageNode.view(`view-${number}-${view}@0f0f0f0f`), 'read', set);
    add(set, 'learned', run);
    add(commit(), 'built', run);
    add(run, 'registered', node);
    add(lineageNode.principal(`owner-${upTo(5)}`), 'approved', node);
    add(node, 'promoted', lineageNode.endpoint(`ballast-dev-${model}`));
  }
  return { edges, sample: { ...sample, commit: lineageNode.commit('0'.repeat(40)) } };
}
