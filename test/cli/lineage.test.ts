import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackfillRecord } from '../../core/datasets/backfill/backfill-record.ts';
import {
  backfillKey,
  datasetVersionKey,
  modelVersionKey,
  runKey,
  servingKey,
  uploadKey,
} from '../../core/registry/keys.ts';
import { edgeItems } from '../../core/registry/lineage/edge.ts';
import { edgesOfRecord, type LineageRecord } from '../../core/registry/lineage/edges-of-record.ts';
import type { Replay, ServingHistoryRecord } from '../../core/registry/records.ts';
import type { FakeTarget } from './fake-target.ts';
import { datasetVersion, modelVersion, run, serving, upload } from './records.ts';
import { runHere, startTargetHere } from './run-here.ts';

let target: FakeTarget;

/** Adds the edges that records state. */
const put = (...records: LineageRecord[]): void => {
  const context = { environment: 'dev', definitionOf: () => null };
  for (const { key, record } of records.flatMap((one) => edgesOfRecord(one, context)).flatMap(edgeItems)) {
    target.put(key, record);
  }
};

const partition = (input: Record<string, unknown>): string =>
  (input.ExpressionAttributeValues as { ':pk': { S: string } })[':pk'].S;

const served: ServingHistoryRecord = {
  ...{ kind: 'serving-history', model: 'flight-delay', at: '2026-11-22T19:54:00.000Z', version: 1 },
  ...{ weight: 1, previous: null, rolloutId: 'r', change: 'released', reason: '' },
} as const;

const backfill: BackfillRecord = {
  kind: 'backfill',
  part: 'quarantined',
  status: 'finished',
  ...{ backfillId: 'b-1', dataset: 'flights', uploads: 1, attempt: 1, requestedBy: 'steward', version: 7 },
  ...{ contractVersion: '1.0.0', contractDigest: 'c', startedAt: '2026-11-23T00:00:00.000Z' },
};

beforeAll(async () => {
  target = await startTargetHere();
});
beforeEach(() => {
  target.reset();
  const { trainingSet } = modelVersion();
  const at = '2026-11-22T19:53:00.000Z';
  const approval = { status: 'approved', by: 'flight-operations', at, reason: 'fine' } as const;
  const records: LineageRecord[] = [
    upload(),
    datasetVersion(),
    run({ trainingSet }),
    modelVersion({ approval }),
  ];
  put(...records);
  target.put(uploadKey('flights', 'u-1'), upload());
  target.put(datasetVersionKey('flights', 2), datasetVersion());
  target.put(modelVersionKey('flight-delay', 1), modelVersion());
  target.put(runKey('flight-delay', run().runId), run({ trainingSet }));
  target.put(servingKey('flight-delay'), serving());
});
afterAll(() => target.stop());

const ballast = (...words: string[]) => runHere('lineage', ...words);
const shown = async (...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await ballast(...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const json = async (...words: string[]) => JSON.parse(await shown(...words, '--json'));

describe('who', () => {
  it('made a dataset version: the principal, the code, the contract', async () => {
    expect(await json('who', 'flights@2')).toMatchObject({
      node: 'dataset:flights@2',
      principals: [{ name: 'feed', relation: 'uploaded' }],
      code: [{ name: datasetVersion().codeCommit, relation: 'built' }],
      contracts: [{ name: 'flights@1.0.0', relation: 'checked' }],
    });
    expect(await shown('who', 'flights')).toContain('feed uploaded upload:flights/u-1');
  });

  it('made a model version: who approved, and the code of the run', async () => {
    const origin = await json('who', 'flight-delay@1');
    expect(origin.principals).toMatchObject([{ name: 'flight-operations', relation: 'approved' }]);
    expect(origin.code).toMatchObject([{ name: run().codeCommit }]);
  });

  it('names code, contract and creators of a version of a thousand uploads, and says that there are more', async () => {
    for (let index = 0; index < 150; index++) {
      put(upload({ uploadId: `u-${String(index).padStart(3, '0')}`, status: 'unchanged' }));
    }
    const origin = await json('who', 'flights@2');
    expect(origin.principals).toHaveLength(100);
    expect(origin.code).toMatchObject([{ name: datasetVersion().codeCommit }]);
    expect(origin.contracts).toMatchObject([{ name: 'flights@1.0.0' }]);
    expect(origin.more).toEqual([{ kind: 'upload', named: 100 }]);
    expect(await shown('who', 'flights@2')).toContain('more than 100 of kind upload');
  });

  it('names who asked for the backfill that made a version, and who sent what it recovered', async () => {
    const replay: Replay = {
      ...{ backfillId: 'b-1', contractDigest: 'c', rows: 4, at: '2026-11-23T00:00:00.000Z', version: 7 },
      part: 'quarantined',
    };
    put(datasetVersion({ version: 7, parent: 2, backfillId: 'b-1' }), upload({ replay }), backfill);
    const { principals } = await json('who', 'flights@7');
    expect(principals).toMatchObject([
      { name: 'feed', relation: 'uploaded', what: 'upload:flights/u-1' },
      { name: 'steward', relation: 'requested', what: 'backfill:b-1' },
    ]);
  });
});

describe('tree', () => {
  it('goes up to the principal and down to the model version', async () => {
    const up = await shown('tree', 'flight-delay@1', '--upstream');
    expect(up).toContain('principal:feed');
    expect(up).not.toContain('made from it');
    const down = await shown('tree', 'upload:flights/u-1', '--downstream');
    expect(down).toContain('model:flight-delay@1');
    const both = await json('tree', 'flights@2');
    expect([both.upstream.node, both.downstream.node]).toEqual(['dataset:flights@2', 'dataset:flights@2']);
  });

  it('stops where it is told to, and says so', async () => {
    expect(await shown('tree', 'flight-delay@1', '--upstream', '--depth', '1')).toContain('goes on: --depth');
    expect(await shown('tree', 'flight-delay@1', '--upstream', '--limit', '2')).toContain(
      'and more: --limit',
    );
    const runs = Array.from({ length: 4 }, (_, index) => run({ runId: `r-${index}`, codeCommit: 'abc' }));
    put(...runs);
    expect(await shown('tree', 'commit:abc', '--fan-out', '3')).toContain('more than 3 of a kind: --fan-out');
    expect(await shown('tree', 'commit:abc', '--fan-out', '4')).not.toContain('more');
  });

  it('reads a node that is named in full once, and never asks what leads to what begins everything', async () => {
    put(run({ codeCommit: 'abc' }));
    target.calls.length = 0;
    await shown('tree', 'commit:abc');
    const asked = target.calls
      .filter(({ call }) => call === 'DynamoDB.Query')
      .map(({ input }) => partition(input));
    expect(asked.filter((pk) => pk.includes('commit:abc')).sort()).toEqual([
      'LINEAGE#OUT#commit:abc#dataset',
      'LINEAGE#OUT#commit:abc#run',
    ]);
  });

  it('tells what nothing was made from apart from what it does not know', async () => {
    expect(await json('tree', 'endpoint:ballast-dev-x', '--downstream').catch(() => null)).toBeNull();
    put({ ...served, model: 'x' });
    expect(await json('tree', 'endpoint:ballast-dev-x', '--downstream')).toMatchObject({
      downstream: { children: [] },
    });
    put(run({ codeCommit: 'abc' }));
    expect(await json('tree', 'commit:abc', '--upstream')).toMatchObject({ upstream: { children: [] } });
  });

  it('of a dataset as such points to its versions and dependents', async () => {
    const { code, stderr } = await ballast('tree', 'dataset:flights');
    expect(code).toBe(2);
    expect(stderr).toContain('lineage dependents flights');
  });
});

describe('dependents', () => {
  it.each(['flights', 'flights@2'])(
    'of %s: model versions, what they read, and which serves',
    async (name) => {
      expect(await json('dependents', name)).toEqual([
        {
          ...{ model: 'flight-delay', version: 1, dataset: 'flights', read: 2, live: true },
          at: '2026-11-22T19:52:00.000Z',
        },
      ]);
    },
  );

  it('leaves none out, however many there are', async () => {
    for (let version = 1; version <= 1_100; version++) put(modelVersion({ model: 'zeta', version }));
    const rows = (await json('dependents', 'flights')) as { model: string }[];
    expect(rows).toHaveLength(1_101);
    expect(rows.map(({ model }) => model)).toContain('flight-delay');
  });

  it('says so where there are none', async () => {
    target.put(datasetVersionKey('flights', 3), datasetVersion({ version: 3 }));
    expect(await shown('dependents', 'flights@3')).toContain('No model version has learned from it');
  });
});

it('stale says how far a live version is behind, and what the policy makes of it', async () => {
  target.put(datasetVersionKey('weather', 0), datasetVersion({ dataset: 'weather', version: 0 }));
  target.put(
    datasetVersionKey('flights', 4),
    datasetVersion({ version: 4, rows: 80_000, to: '2013-04-10T23:00:00.000Z' }),
  );
  const text = await shown('stale', 'flight-delay');
  expect(text).toMatch(/flight-delay@1\s+flights@2\s+flights@4\s+2 versions\s+\+1,019\s+\+10/);
  expect(text).toMatch(/flight-delay: would (not )?be retrained: /);

  const rejected = run({
    runId: 'missed-its-gates',
    datasets: { flights: 4, weather: 0 },
    status: 'rejected',
  });
  target.put(runKey('flight-delay', rejected.runId), { ...rejected, startedAt: '2026-11-23T00:00:00.000Z' });
  expect(await shown('stale', 'flight-delay')).toContain(
    'would not be retrained: run missed-its-gates reads these versions already',
  );
});

it('rebuild writes the edges of every record, and says where', async () => {
  const written: unknown[] = [];
  target.on('DynamoDB.BatchWriteItem', (input) => {
    written.push(...(Object.values(input.RequestItems as object)[0] as unknown[]));
    return { body: {} };
  });
  target.put(datasetVersionKey('flights', 2), datasetVersion({ backfillId: 'b-1' }));
  target.put(backfillKey('b-1'), backfill);
  const reproduction = run({ runId: 'reproduction_v1_x' });
  target.put(runKey('flight-delay', reproduction.runId), reproduction);
  const { code, stdout, stderr } = await ballast('rebuild');
  expect(code).toBe(0);
  expect(stderr).toContain('Target:');
  expect(stdout).toMatch(/^\d+ edges from 6 records\n$/);
  expect(written).toHaveLength(2 * Number.parseInt(stdout, 10));
  for (const node of ['backfill:b-1', 'reproduction_v1_x']) expect(JSON.stringify(written)).toContain(node);
});

it.each([
  [3, ['tree', 'nothing@7']],
  [3, ['who', 'nothing']],
  [3, ['tree', 'commit:0000']],
  [3, ['dependents', 'nothing']],
  [3, ['stale', 'nothing']],
  [2, ['tree', 'flights@2', '--depth', '0']],
  [2, ['tree', 'a b']],
  [2, ['who']],
] as const)('%i: ballast lineage %j', async (expected, words) => {
  const { code, stdout, stderr } = await ballast(...words);
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).not.toContain('    at ');
});
