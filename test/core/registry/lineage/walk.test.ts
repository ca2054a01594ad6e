import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineageEdge, Relation } from '../../../../core/registry/lineage/edge.ts';
import { type LineageNode, lineageNode } from '../../../../core/registry/lineage/node.ts';
import { defaultLimits, type LineageTree, walk } from '../../../../core/registry/lineage/walk.ts';
import { generateGraph } from './generate-graph.ts';
import { Graph } from './graph.ts';

const at = '2026-01-01T00:00:00.000Z';
const edge = (from: LineageNode, to: LineageNode, relation: Relation = 'read'): LineageEdge => ({
  kind: 'lineage-edge',
  from,
  relation,
  to,
  at,
});
const graphOf = (...edges: LineageEdge[]): Graph => {
  const graph = new Graph();
  graph.add(edges);
  return graph;
};
const nodesOf = (tree: LineageTree): LineageNode[] => [tree.node, ...tree.children.flatMap(nodesOf)];
const cutsOf = (tree: LineageTree): string[] => [
  ...(tree.cut === undefined ? [] : [tree.cut]),
  ...tree.children.flatMap(cutsOf),
];
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => lineageNode.run('m', name)) as [
  LineageNode,
  LineageNode,
  LineageNode,
  LineageNode,
];

describe('walk', () => {
  it('reads the same edges in both directions', async () => {
    const graph = graphOf(edge(a, b), edge(b, c));
    expect(nodesOf(await walk(a, 'downstream', graph.read))).toEqual([a, b, c]);
    expect(nodesOf(await walk(c, 'upstream', graph.read))).toEqual([c, b, a]);
    expect(nodesOf(await walk(c, 'downstream', graph.read))).toEqual([c]);
  });

  it('ends in a cycle, and names the node where it closes', async () => {
    const tree = await walk(a, 'downstream', graphOf(edge(a, b), edge(b, a)).read);
    expect(nodesOf(tree)).toEqual([a, b, a]);
    expect(cutsOf(tree)).toEqual(['shown-above']);
  });

  it('walks a node once that two ways lead to', async () => {
    const graph = graphOf(edge(a, b), edge(a, c), edge(b, d), edge(c, d));
    const tree = await walk(a, 'downstream', graph.read);
    expect(nodesOf(tree).filter((node) => node === d)).toHaveLength(2);
    expect(cutsOf(tree)).toEqual(['shown-above']);
    expect(graph.queries).toBe(4);
  });

  it('names the version before, and does not walk on from it', async () => {
    const versions = Array.from({ length: 10_000 }, (_, version) => lineageNode.dataset('flights', version));
    const graph = new Graph();
    graph.add(versions.slice(1).map((node, index) => edge(versions[index]!, node, 'precedes')));
    const tree = await walk(versions.at(-1)!, 'upstream', graph.read);
    expect(nodesOf(tree)).toEqual([versions.at(-1), versions.at(-2)]);
    expect(cutsOf(tree)).toEqual(['other-versions']);
  });

  it('leaves out the edge that says in one step what it finds in several', async () => {
    const model = lineageNode.model('m', 1);
    const graph = graphOf(edge(a, b), edge(b, model, 'registered'), edge(a, model, 'trained'));
    expect(nodesOf(await walk(a, 'downstream', graph.read))).toEqual([a, b, model]);
  });

  it('asks nothing of nodes at which everything begins', async () => {
    const graph = graphOf(
      edge(lineageNode.commit('x'), a, 'built'),
      edge(lineageNode.principal('p'), a, 'requested'),
    );
    expect(nodesOf(await walk(a, 'upstream', graph.read))).toHaveLength(3);
    expect(graph.queries).toBe(1);
    expect(nodesOf(await walk(lineageNode.commit('x'), 'downstream', graph.read))).toContain(a);
    graph.queries = 0;
    await walk(lineageNode.endpoint('e'), 'downstream', graph.read);
    expect(graph.queries).toBe(0);
  });

  it('stops at each limit and says which', async () => {
    const chain = graphOf(edge(a, b), edge(b, c), edge(c, d));
    const short = await walk(a, 'downstream', chain.read, { ...defaultLimits, depth: 2 });
    expect([nodesOf(short), cutsOf(short)]).toEqual([[a, b, c], ['depth']]);
    const whole = await walk(a, 'downstream', chain.read, { ...defaultLimits, depth: 3 });
    expect([nodesOf(whole), cutsOf(whole)]).toEqual([[a, b, c, d], []]);
    const few = await walk(a, 'downstream', chain.read, { ...defaultLimits, nodes: 2 });
    expect([nodesOf(few), cutsOf(few)]).toEqual([[a, b], ['nodes']]);
    const star = graphOf(...[b, c, d].map((node) => edge(a, node)));
    const narrow = await walk(a, 'downstream', star.read, { ...defaultLimits, fanOut: 2 });
    expect([nodesOf(narrow).length, cutsOf(narrow)]).toEqual([3, ['fan-out']]);
    const exact = await walk(a, 'downstream', star.read, { ...defaultLimits, fanOut: 3 });
    expect([nodesOf(exact).length, cutsOf(exact)]).toEqual([4, []]);
  });

  it('lets many neighbours of one kind hide none of another, and counts no short cut', async () => {
    const commit = lineageNode.commit('x');
    const version = lineageNode.dataset('flights', 99);
    const runs = Array.from({ length: 40 }, (_, index) => lineageNode.run('m', `r${index}`));
    const hub = graphOf(edge(commit, version, 'built'), ...runs.map((run) => edge(commit, run, 'built')));
    const below = await walk(commit, 'downstream', hub.read);
    expect(below.children.map(({ node }) => node)).toContain(version);
    expect([below.children.length, below.cut]).toEqual([defaultLimits.fanOut + 1, 'fan-out']);

    const uploads = Array.from({ length: 40 }, (_, index) => lineageNode.upload('flights', `u${index}`));
    const many = graphOf(
      edge(commit, version, 'built'),
      ...uploads.map((upload) => edge(upload, version, 'became')),
    );
    const above = await walk(version, 'upstream', many.read);
    expect(above.children.map(({ node }) => node)).toContain(commit);
    expect(above.cut).toBe('fan-out');

    const models = Array.from({ length: 40 }, (_, index) => lineageNode.model('m', index));
    const read = graphOf(
      edge(version, lineageNode.trainingSet('m', 's')),
      ...models.map((model) => edge(version, model, 'trained')),
    );
    const whole = await walk(version, 'downstream', read.read);
    expect([whole.children.length, whole.cut]).toEqual([1, undefined]);
  });

  it('finds in any graph what can be reached, each node once, in as many waits as levels', async () => {
    const names = fc.integer({ min: 0, max: 12 }).map((index) => lineageNode.run('m', `v${index}`));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(names, names), { maxLength: 40 }), async (pairs) => {
        const graph = graphOf(...pairs.map(([from, to]) => edge(from, to)));
        const start = lineageNode.run('m', 'v0');
        const reached = new Set([start]);
        let levels = 1;
        for (let level = [start]; level.length > 0; levels++) {
          level = [...new Set(pairs.filter(([from]) => level.includes(from)).map(([, to]) => to))].filter(
            (node) => !reached.has(node),
          );
          for (const node of level) reached.add(node);
          if (level.length === 0) break;
        }
        const tree = await walk(start, 'downstream', graph.read, { ...defaultLimits, depth: 50 });
        expect(new Set(nodesOf(tree))).toEqual(reached);
        expect(graph.queries).toBe(reached.size);
        expect(graph.rounds).toBe(levels);
      }),
      { numRuns: 50, seed: 15 },
    );
  });

  it('answers within few requests over 100,000 edges', async () => {
    const graph = new Graph();
    const { edges, sample } = generateGraph({ edges: 100_000, seed: 15 });
    graph.add(edges);
    expect(edges.length).toBeGreaterThanOrEqual(100_000);
    const up = await walk(sample.model, 'upstream', graph.read);
    expect(nodesOf(up).some((node) => node.startsWith('principal:'))).toBe(true);
    const upQueries = graph.queries;
    const down = await walk(sample.dataset, 'downstream', graph.read);
    expect(nodesOf(down)).toContain(sample.model);
    const wide = await walk(sample.commit, 'downstream', graph.read);
    expect(nodesOf(wide).length).toBeLessThanOrEqual(defaultLimits.nodes * 2);
    expect(cutsOf(wide)).toContain('fan-out');
    // Each costs an emulator milliseconds: what a second holds.
    for (const [node, direction] of [
      [sample.commit, 'downstream'],
      [lineageNode.principal('feed-0'), 'downstream'],
      [lineageNode.endpoint('ballast-dev-model-0'), 'upstream'],
    ] as const) {
      const before = graph.queries;
      await walk(node, direction, graph.read);
      expect(graph.queries - before, node).toBeLessThanOrEqual(150);
    }
    expect({ upQueries: upQueries < 60, all: graph.queries < 700, rounds: graph.rounds < 40 }).toEqual({
      upQueries: true,
      all: true,
      rounds: true,
    });
  });
});
