import { expect, it } from 'vitest';
import { listReferences } from '../../../core/datasets/list-references.ts';
import type { ModelVersionRecord, PageRecord, PinRecord, RunRecord } from '../../../core/registry/records.ts';
import { anUpload } from './backfill/records.ts';

const now = new Date('2026-06-01T00:00:00Z');
const none = { models: [], runs: [], causes: [], pages: [], uploads: [], pins: [] };
const references = (given: Partial<Parameters<typeof listReferences>[0]>) =>
  listReferences({ ...none, dataset: 'readings', now, ...given });

const aModel = (model: string, version: number, datasets: Record<string, number>) =>
  ({ model, version, datasets }) as unknown as ModelVersionRecord;
const aRun = (runId: string, status: RunRecord['status']) =>
  ({ runId, status, datasets: { readings: 3, others: 9 } }) as unknown as RunRecord;

it('names the registered models that learned from a version of the dataset', () => {
  const models = [aModel('forecast', 1, { readings: 2, others: 5 }), aModel('other', 4, { others: 6 })];
  expect(references({ models })).toEqual([{ kind: 'model', version: 2, by: 'forecast@1' }]);
});

it('names the runs that have not ended', () => {
  const runs = [
    aRun('a', 'running'),
    aRun('b', 'waiting-for-approval'),
    aRun('c', 'failed'),
    aRun('d', 'registered' as RunRecord['status']),
  ];
  expect(references({ runs })).toEqual([
    { kind: 'run', version: 3, by: 'a' },
    { kind: 'run', version: 3, by: 'b' },
  ]);
});

it('names open drift causes, and pages of the last 30 days about an upload', () => {
  const models = [aModel('forecast', 1, { readings: 2 })];
  const causes = [
    { model: 'forecast', version: 1 },
    { model: 'forecast', version: 7 },
  ] as never;
  const upload = anUpload(5);
  const page = (at: string, pageId = `upload-${upload.uploadId}`) =>
    ({ pageId, at, title: 'Rows' }) as PageRecord;
  const pages = [
    page('2026-05-03T00:00:00Z'),
    page('2026-05-01T00:00:00Z'),
    page('2026-05-30T00:00:00Z', 'x'),
  ];
  const found = references({ models, causes, pages, uploads: [upload] });
  expect(found.filter(({ kind }) => kind === 'incident')).toEqual([
    { kind: 'incident', version: 2, by: 'drift of forecast@1' },
    { kind: 'incident', version: 5, by: "page 'Rows'" },
  ]);
});

it('names pins, and who set them why', () => {
  const pins = [{ version: 0, by: 'root', reason: 'audit' }] as PinRecord[];
  expect(references({ pins })).toEqual([{ kind: 'pin', version: 0, by: 'by root: audit' }]);
});
