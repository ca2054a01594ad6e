import { expect, it } from 'vitest';
import { relations } from '../../../../core/registry/lineage/edge.ts';
import { edgesOfRecord, type LineageRecord } from '../../../../core/registry/lineage/edges-of-record.ts';
import { neighbourKinds } from '../../../../core/registry/lineage/neighbour-kinds.ts';
import { kindOf } from '../../../../core/registry/lineage/node.ts';
import flightDelay from '../../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../../cli/records.ts';

it('follows every relation but the short cuts', () => {
  expect(neighbourKinds('commit', 'downstream')).toEqual(['dataset', 'run']);
  expect(neighbourKinds('dataset', 'downstream')).toEqual(['dataset', 'training-set']);
  expect(neighbourKinds('dataset', 'upstream')).toEqual([
    'commit',
    'contract',
    'upload',
    'backfill',
    'dataset',
  ]);
  expect(neighbourKinds('model', 'upstream')).toEqual(['principal', 'run']);
  expect(neighbourKinds('principal', 'upstream')).toEqual([]);
});

it('states of every relation the kinds that its edges have', () => {
  const cause = { kind: 'command', by: 'somebody', reason: 'why not' } as const;
  const approval = { status: 'declined', by: 'owner', at: '2026-01-01T00:00:00.000Z', reason: '' } as const;
  const records: LineageRecord[] = [
    upload({ status: 'unchanged' }),
    datasetVersion(),
    datasetVersion({ backfillId: 'b' }),
    run({ cause, trainingSet: modelVersion().trainingSet }),
    modelVersion({ approval }),
  ];
  const context = { environment: 'dev', definitionOf: () => flightDelay };
  for (const { from, relation, to } of records.flatMap((record) => edgesOfRecord(record, context))) {
    expect(relations[relation].from, relation).toContain(kindOf(from));
    expect(relations[relation].to, relation).toContain(kindOf(to));
  }
});
