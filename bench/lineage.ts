import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { batchPutRecords } from '../adapters/dynamodb/batch-put-records.ts';
import { putRecord } from '../adapters/dynamodb/put-record.ts';
import { readEdges } from '../adapters/dynamodb/read-edges.ts';
import { datasetVersionKey, modelVersionKey, runKey, servingKey } from '../core/registry/keys.ts';
import { edgeItems } from '../core/registry/lineage/edge.ts';
import { kindOf, nameOf } from '../core/registry/lineage/node.ts';
import { datasetVersion, modelVersion, run, serving } from '../test/cli/records.ts';
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
const known = await readEdges(table, last.from, 'downstream', undefined, kindOf(last.to));
// The last one is there: an earlier measurement has written them all.
if (!known.some(({ to, relation }) => to === last.to && relation === last.relation)) {
  const items = edges.flatMap(edgeItems);
  // In turn: whatever breaks off leaves the last one out.
  for (let from = 0; from < items.length; from += 2_000) {
    await batchPutRecords(table, items.slice(from, from + 2_000));
  }
}

// A model that serves, so that `stale` has one to judge: its version, what it learned from, and what came since.
for (const { key, record } of [
  { key: servingKey('flight-delay'), record: serving() },
  { key: modelVersionKey('flight-delay', 1), record: modelVersion() },
  ...[2, 5].map((version) => ({
    key: datasetVersionKey('flights', version),
    record: datasetVersion({ version }),
  })),
  ...[0, 1].map((version) => ({
    key: datasetVersionKey('weather', version),
    record: datasetVersion({ dataset: 'weather', version }),
  })),
  ...Array.from({ length: 500 }, (_, index) => {
    const record = run({ runId: `flight-delay-new-data-${index}`, status: 'rejected' });
    return { key: runKey('flight-delay', record.runId), record };
  }),
]) {
  await putRecord(table, key, record);
}

const execute = promisify(execFile);
const ballast = join(checkout, 'cli', 'ballast.js');
const dataset = nameOf(sample.dataset);
const questions = {
  who: ['who', dataset],
  code: ['who', nameOf(sample.model)],
  dependents: ['dependents', dataset.split('@')[0]!],
  'dependents of a version': ['dependents', dataset],
  upstream: ['tree', nameOf(sample.model), '--upstream'],
  downstream: ['tree', dataset, '--downstream'],
  'of a hub': ['tree', sample.commit, '--downstream'],
  'of a principal': ['tree', 'principal:feed-0'],
  'of an endpoint': ['tree', `endpoint:ballast-dev-${nameOf(sample.model).split('@')[0]}`, '--upstream'],
  stale: ['stale'],
} as const;

const started = performance.now();
const figures: Record<string, number> = {};
for (const [question, words] of Object.entries(questions)) {
  const times: number[] = [];
  for (let repeat = 0; repeat < Number(values.repeat); repeat++) {
    const before = performance.now();
    await execute(process.execPath, [ballast, 'lineage', ...words, '--json'], { maxBuffer: 2 ** 26 });
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
