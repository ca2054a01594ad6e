import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  datasetVersionKey,
  modelVersionKey,
  runKey,
  servingKey,
  uploadKey,
} from '../../core/registry/keys.ts';
import { edgeItems } from '../../core/registry/lineage/edge.ts';
import { edgesOfRecord, type LineageRecord } from '../../core/registry/lineage/edges-of-record.ts';
import type { FakeTarget } from './fake-target.ts';
import { datasetVersion, modelVersion, run, serving, upload } from './records.ts';
import { runHere, startTargetHere } from './run-here.ts';

let target: FakeTarget;

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
  const context = { environment: 'dev', definitionOf: () => null };
  for (const { key, record } of records.flatMap((one) => edgesOfRecord(one, context)).flatMap(edgeItems)) {
    target.put(key, record);
  }
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
});

it('rebuild writes the edges of every record, and says where', async () => {
  const written: unknown[] = [];
  target.on('DynamoDB.BatchWriteItem', (input) => {
    written.push(...(Object.values(input.RequestItems as object)[0] as unknown[]));
    return { body: {} };
  });
  const { code, stdout, stderr } = await ballast('rebuild');
  expect(code).toBe(0);
  expect(stderr).toContain('Target:');
  expect(stdout).toMatch(/^\d+ edges from 4 records\n$/);
  expect(written).toHaveLength(2 * Number.parseInt(stdout, 10));
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
