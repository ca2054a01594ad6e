import { beforeAll, describe, expect, it } from 'vitest';
import { deleteRecord } from '../../adapters/dynamodb/delete-record.ts';
import { readEdges } from '../../adapters/dynamodb/read-edges.ts';
import { edgeItems } from '../../core/registry/lineage/edge.ts';
import { lineageNode } from '../../core/registry/lineage/node.ts';
import { schemaErrors } from '../core/registry/lineage/openlineage/published-schemas.ts';
import { Bucket } from './support/bucket.ts';
import { eventually } from './support/eventually.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { askBallast } from './support/run-ballast.ts';

// What the first flight left behind it: events that any OpenLineage consumer reads, and a graph that answers.

/** Longer than any run takes on the twin. */
const underWayInMilliseconds = 90_000;

interface Told {
  readonly eventType: string;
  readonly eventTime: string;
  readonly run: { readonly runId: string };
  readonly job: { readonly namespace: string; readonly name: string };
}

let twin: Twin;
let events: Told[];

beforeAll(async () => {
  twin = await openTwin();
  const bucket = new Bucket(twin.dataBucket);
  const keys = await bucket.keys('lineage/');
  events = await Promise.all(keys.map((key) => bucket.json<Told>(key)));
});

const runsOf = (job: string): Map<string, Told[]> => {
  const runs = new Map<string, Told[]>();
  for (const event of events) {
    if (event.job.name === job) runs.set(event.run.runId, [...(runs.get(event.run.runId) ?? []), event]);
  }
  return runs;
};

describe('OpenLineage events', () => {
  it("are valid by the published schemas, each of the environment's namespace", () => {
    expect(events.length).toBeGreaterThan(20);
    expect(events.flatMap((event) => schemaErrors(event))).toEqual([]);
    expect(new Set(events.map(({ job }) => job.namespace))).toEqual(new Set([twin.stack]));
  });

  it.each([
    'ingestion.flights',
    'ingestion.weather',
    'features.flight-delay',
    'training.flight-delay',
    'release.flight-delay',
  ])('of %s begin each run and end it once, in this order', (job) => {
    // What another test has just begun may be under way; what began before that has ended.
    const runs = [...runsOf(job).values()].filter((told) =>
      told.every(({ eventTime }) => Date.parse(eventTime) < Date.now() - underWayInMilliseconds),
    );
    expect(runs.length).toBeGreaterThan(0);
    for (const told of runs) {
      const types = told
        .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))
        .map(({ eventType }) => eventType);
      expect(types.filter((type) => type === 'START')).toHaveLength(1);
      expect(types.filter((type) => ['COMPLETE', 'FAIL', 'ABORT'].includes(type))).toHaveLength(1);
    }
    expect(runs.flat().map(({ eventType }) => eventType)).toContain('COMPLETE');
  });

  it('say of the materialised versions of a dataset that they are', () => {
    const ends = [...runsOf('materialisation.flights').values()].flat().map(({ eventType }) => eventType);
    expect(ends).toContain('COMPLETE');
  });
});

describe('the graph', () => {
  const tree = (...words: string[]) => askBallast<{ upstream: object }>('lineage', 'tree', ...words);

  it('leads from a version back to an upload and its principal, and on to what serves', async () => {
    const version = (await askBallast<{ version: number }[]>('versions', 'flight-delay')).at(-1)!.version;
    await eventually('the graph knows the version', async () => {
      const text = JSON.stringify(await tree(`flight-delay@${version}`));
      for (const kind of [
        'run:',
        'training-set:',
        'dataset:flights@',
        'upload:flights/',
        'principal:',
        'commit:',
        'contract:',
        'view:',
        'endpoint:',
      ]) {
        expect(text, kind).toContain(`"${kind}`);
      }
      return true;
    });
  });

  it('knows which models depend on a dataset, and which of them serves', async () => {
    const rows = await askBallast<{ model: string; live: boolean }[]>('lineage', 'dependents', 'flights');
    expect(rows.map(({ model }) => model)).toContain('flight-delay');
    expect(rows.filter(({ live }) => live).length).toBeGreaterThan(0);
  });

  it('is the same when it is derived anew from the records', async () => {
    const name = 'flights@1';
    const before = await tree(name);
    const node = lineageNode.dataset('flights', 1);
    const edges = (
      await Promise.all(
        (['upstream', 'downstream'] as const).map((direction) => readEdges(twin.table, node, direction)),
      )
    ).flat();
    expect(edges.length).toBeGreaterThan(4);
    for (const { key } of edges.flatMap(edgeItems)) await deleteRecord(twin.table, key);
    await expect(tree(name)).rejects.toThrow();
    await askBallast('lineage', 'rebuild');
    expect(await tree(name)).toEqual(before);
  });
});
