import { describe, expect, it } from 'vitest';
import { edgeItems, lineageRange } from '../../../../core/registry/lineage/edge.ts';
import { edgesOfRecord, type LineageRecord } from '../../../../core/registry/lineage/edges-of-record.ts';
import type { Replay } from '../../../../core/registry/records.ts';
import flightDelay from '../../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../../cli/records.ts';

const context = { environment: 'dev', definitionOf: () => flightDelay };
const said = (record: LineageRecord): string[] =>
  edgesOfRecord(record, context).map(({ from, relation, to }) => `${from} ${relation} ${to}`);
const { trainingSet } = modelVersion();

describe('edgesOfRecord', () => {
  it('of an upload: who sent it, and what it became where no version names it as its source', () => {
    const sent = 'principal:feed uploaded upload:flights/u-1';
    expect(said(upload())).toEqual([sent]);
    expect(said(upload({ status: 'checking', datasetVersion: undefined }))).toEqual([sent]);
    expect(said(upload({ status: 'unchanged' }))).toEqual([
      sent,
      'upload:flights/u-1 became dataset:flights@2',
    ]);
    const replay: Replay = {
      ...{ backfillId: 'b', contractDigest: 'c', rows: 3, at: '2026-01-01T00:00:00.000Z' },
      part: 'quarantined',
    };
    expect(said(upload({ replay }))).toEqual([sent]);
    expect(said(upload({ replay: { ...replay, version: 7 } }))).toEqual([
      sent,
      'upload:flights/u-1 became dataset:flights@7',
    ]);
  });

  it('of a backfill: who asked for it', () => {
    const backfill: LineageRecord = {
      kind: 'backfill',
      part: 'quarantined',
      status: 'running',
      ...{ backfillId: 'b', dataset: 'flights', uploads: 2, attempt: 1, requestedBy: 'somebody' },
      ...{ contractVersion: '1.0.0', contractDigest: 'c', startedAt: '2026-01-01T00:00:00.000Z' },
    };
    expect(said(backfill)).toEqual(['principal:somebody requested backfill:b']);
  });

  it('of a dataset version: what made it, code, contract and the version before', () => {
    expect(said(datasetVersion({ version: 2, parent: 1, codeCommit: 'abc' }))).toEqual([
      'upload:flights/u-1 became dataset:flights@2',
      'commit:abc built dataset:flights@2',
      'contract:flights@1.0.0 checked dataset:flights@2',
      'dataset:flights@1 precedes dataset:flights@2',
    ]);
    expect(said(datasetVersion({ version: 0, parent: null }))).toHaveLength(3);
    expect(said(datasetVersion({ backfillId: 'b' }))).toContain('backfill:b replayed dataset:flights@2');
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

  it('of a run keeps the views that it recorded, whatever the definition is now', () => {
    const views = ['weather-latest@00000000'];
    const read = said(run({ trainingSet: { ...trainingSet, views } })).filter((edge) =>
      edge.startsWith('view:'),
    );
    expect(read).toEqual([`view:weather-latest@00000000 read training-set:flight-delay/${'a'.repeat(64)}`]);
    // A reproduction from before views were recorded is made by the definition as of then.
    const definition = { ...flightDelay, features: [] };
    const reproduction = run({ trainingSet, reproduces: { version: 1, image: 'x', definition } });
    expect(said(reproduction).filter((edge) => edge.startsWith('view:'))).toEqual([]);
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
    expect(out!.key).toEqual({
      pk: lineageRange(edge!.from, 'downstream').partition,
      sk: 'EDGE#model:flight-delay@0000000012#registered',
    });
    expect(into!.key.pk).toBe(lineageRange(edge!.to, 'upstream').partition);
    expect(into!.key.sk.startsWith(lineageRange(edge!.to, 'upstream', 'run').prefix!)).toBe(true);
    expect(out!.record).toBe(into!.record);
  });

  it('lie apart by the kind of the other end where very many begin', () => {
    const [built] = edgesOfRecord(run({ codeCommit: 'abc' }), context);
    const [out, into] = edgeItems(built!);
    expect(out!.key.pk).toBe('LINEAGE#OUT#commit:abc#run');
    expect(lineageRange(built!.from, 'downstream', 'run')).toEqual({ partition: out!.key.pk });
    expect(into!.key.pk).toBe('LINEAGE#IN#run:flight-delay/flight-delay-new-data-0123456789ab');
    expect(() => lineageRange(built!.from, 'downstream')).toThrow('name a kind');
  });

  it('keep versions in order of their number', () => {
    const keys = [2, 10, 9].map((version) => {
      const edges = edgesOfRecord(modelVersion({ version }), context);
      return edgeItems(edges.at(-1)!)[0]!.key.sk;
    });
    expect([...keys].sort()).toEqual([keys[0], keys[2], keys[1]]);
  });
});
