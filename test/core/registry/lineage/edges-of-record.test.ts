import { describe, expect, it } from 'vitest';
import { edgeItems, lineageRange } from '../../../../core/registry/lineage/edge.ts';
import { edgesOfRecord, type LineageRecord } from '../../../../core/registry/lineage/edges-of-record.ts';
import flightDelay from '../../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../../cli/records.ts';

const context = { environment: 'dev', definitionOf: () => flightDelay };
const said = (record: LineageRecord): string[] =>
  edgesOfRecord(record, context).map(({ from, relation, to }) => `${from} ${relation} ${to}`);
const { trainingSet } = modelVersion();

describe('edgesOfRecord', () => {
  it('of an upload: who sent it, and what it became', () => {
    expect(said(upload())).toEqual([
      'principal:feed uploaded upload:flights/u-1',
      'upload:flights/u-1 became dataset:flights@2',
    ]);
    expect(said(upload({ status: 'checking', datasetVersion: undefined }))).toHaveLength(1);
  });

  it('of a dataset version: code, contract and the version before', () => {
    expect(said(datasetVersion({ version: 2, parent: 1, codeCommit: 'abc' }))).toEqual([
      'commit:abc built dataset:flights@2',
      'contract:flights@1.0.0 checked dataset:flights@2',
      'dataset:flights@1 precedes dataset:flights@2',
    ]);
    expect(said(datasetVersion({ version: 0, parent: null }))).toHaveLength(2);
  });

  it('of a run: code, who asked, and once there is one, the training set with what it read', () => {
    const cause = { kind: 'command', by: 'somebody', reason: 'why not' } as const;
    expect(said(run({ runId: 'r', codeCommit: 'abc', cause }))).toEqual([
      'commit:abc built run:flight-delay/r',
      'principal:somebody requested run:flight-delay/r',
    ]);
    const edges = said(run({ runId: 'r', trainingSet }));
    const set = `training-set:flight-delay/${'a'.repeat(64)}`;
    expect(edges).toContain(`dataset:flights@2 read ${set}`);
    expect(edges).toContain(`dataset:weather@0 read ${set}`);
    expect(edges).toContain(`${set} learned run:flight-delay/r`);
    expect(edges.filter((edge) => edge.startsWith('view:'))).toHaveLength(
      flightDelay.features.filter(({ kind }) => kind !== 'request').length,
    );
  });

  it('of a model version: its run, its data in one step, and who decided', () => {
    expect(said(modelVersion({ runId: 'r' }))).toEqual([
      'run:flight-delay/r registered model:flight-delay@1',
      'dataset:weather@0 trained model:flight-delay@1',
      'dataset:weather trained model:flight-delay@1',
      'dataset:flights@2 trained model:flight-delay@1',
      'dataset:flights trained model:flight-delay@1',
    ]);
    const approval = {
      status: 'declined',
      by: 'owner',
      at: '2026-01-01T00:00:00.000Z',
      reason: 'no',
    } as const;
    expect(said(modelVersion({ approval })).at(-1)).toBe('principal:owner declined model:flight-delay@1');
  });

  it('of what served: the endpoint', () => {
    const served: LineageRecord = {
      kind: 'serving-history',
      model: 'flight-delay',
      at: '2026-01-01T00:00:00.000Z',
      version: 3,
      weight: 1,
      previous: 2,
      rolloutId: 'x',
      change: 'promoted',
      reason: '',
    };
    expect(said(served)).toEqual(['model:flight-delay@3 promoted endpoint:ballast-dev-flight-delay']);
  });
});

describe('edgeItems', () => {
  const [edge] = edgesOfRecord(modelVersion({ version: 12 }), context);

  it('lie with both ends, so that each direction is one Query', () => {
    const [out, into] = edgeItems(edge!);
    const from = lineageRange(edge!.from, 'downstream');
    const to = lineageRange(edge!.to, 'upstream');
    expect(out!.key.pk).toBe(from.partition);
    expect(out!.key.sk.startsWith(from.prefix)).toBe(true);
    expect(into!.key.pk).toBe(to.partition);
    expect(into!.key.sk.startsWith(to.prefix)).toBe(true);
    expect(out!.record).toBe(into!.record);
  });

  it('keep versions in order of their number', () => {
    const keys = [2, 10, 9].map((version) => {
      const edges = edgesOfRecord(modelVersion({ version }), context);
      return edgeItems(edges.at(-1)!)[0]!.key.sk;
    });
    expect([...keys].sort()).toEqual([keys[0], keys[2], keys[1]]);
  });
});
