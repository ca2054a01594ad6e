import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { stackName } from '../core/names.ts';
import { edgeItems } from '../core/registry/lineage/edge.ts';
import { generateGraph } from '../test/core/registry/lineage/generate-graph.ts';

/*
 * The questions of `ballast lineage` over 100,000 edges in the registry of a running twin (`npm start -- --no-story`),
 * each asked of the command line itself, from its start to its end: lineage.ts [--edges 100000] [--repeat 5]
 */
const { values } = parseArgs({
  options: { edges: { type: 'string', default: '100000' }, repeat: { type: 'string', default: '5' } },
});
const checkout = join(import.meta.dirname, '..');
const state = join(process.env.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin'), 'twin.json');
if (!existsSync(state))
  throw new Error('Cannot measure: no twin runs; start one with npm start -- --no-story');
const twin = JSON.parse(readFileSync(state, 'utf8')) as Record<string, string>;
if (process.env.NODE_EXTRA_CA_CERTS !== twin.caFile) {
  // Node reads the twin's certificate when it starts and never again.
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: twin.endpointUrl,
    AWS_REGION: twin.region,
    AWS_ACCESS_KEY_ID: twin.accessKeyId,
    AWS_SECRET_ACCESS_KEY: twin.secretAccessKey,
    NODE_EXTRA_CA_CERTS: twin.caFile,
  };
  const words = [...process.execArgv, ...process.argv.slice(1)];
  process.exit(spawnSync(process.execPath, words, { env, stdio: 'inherit' }).status ?? 1);
}

const { stackOutputs } = await import('../adapters/cloudformation/stack-outputs.ts');
const { batchPutRecords } = await import('../adapters/dynamodb/batch-put-records.ts');
const { readEdges } = await import('../adapters/dynamodb/read-edges.ts');
const name = stackName(twin.environment!);
const stack = await stackOutputs(name);
const table = stack?.outputs.RegistryTable;
if (table === undefined) throw new Error(`Cannot measure: the twin has no stack ${name}`);

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
