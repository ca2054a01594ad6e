import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { batchPutRecords } from '../adapters/dynamodb/batch-put-records.ts';
import { readEdges } from '../adapters/dynamodb/read-edges.ts';
import { edgeItems } from '../core/registry/lineage/edge.ts';
import { generateGraph } from '../test/core/registry/lineage/generate-graph.ts';
import { enterTwin } from './enter-twin.ts';

/*
 * The questions of `ballast lineage` over 100,000 edges in the registry of a running twin (`npm start -- --no-story`),
 * each asked of the command line itself, from its start to its end: lineage.ts [--edges 100000] [--repeat 5]
 */
const { values } = parseArgs({
  options: { edges: { type: 'string', default: '100000' }, repeat: { type: 'string', default: '5' } },
});
const checkout = join(import.meta.dirname, '..');
const { table } = await enterTwin();

const { edges, sample } = generateGraph({ edges: Number(values.edges), seed: 15 });
const last = edges.at(-1)!;
const known = await readEdges(table, last.from, 'downstream', 100_000);
// The last one is there: an earlier measurement has written them all.
if (!known.some(({ to, relation }) => to === last.to && relation === last.relation)) {
  const items = edges.flatMap(edgeItems);
  // In turn: whatever breaks off leaves the last one out.
  for (let from = 0; from < items.length; from += 2_000) {
    await batchPutRecords(table, items.slice(from, from + 2_000));
  }
}

const run = promisify(execFile);
const ballast = join(checkout, 'cli', 'ballast.js');
const nameOf = (node: string): string => node.slice(node.indexOf(':') + 1);
const dataset = nameOf(sample.dataset);
const questions = {
  who: ['who', dataset],
  code: ['who', nameOf(sample.model)],
  dependents: ['dependents', dataset.split('@')[0]!],
  'dependents of a version': ['dependents', dataset],
  upstream: ['tree', nameOf(sample.model), '--upstream'],
  downstream: ['tree', dataset, '--downstream'],
  'of a hub': ['tree', sample.commit, '--downstream'],
  stale: ['stale'],
} as const;

const started = performance.now();
const figures: Record<string, number> = {};
for (const [question, words] of Object.entries(questions)) {
  const times: number[] = [];
  for (let repeat = 0; repeat < Number(values.repeat); repeat++) {
    const before = performance.now();
    await run(process.execPath, [ballast, 'lineage', ...words, '--json'], { maxBuffer: 2 ** 26 });
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  figures[`${question.replaceAll(' ', '_')}_ms`] = Math.round(times[Math.floor(times.length / 2)]!);
}
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    task: 'lineage',
    version: process.version,
    edges: edges.length,
    wall_s: (performance.now() - started) / 1_000,
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_rss_mib: maxRSS / 1_024,
    figures: { ...figures, slowest_ms: Math.max(...Object.values(figures)) },
  }),
);
