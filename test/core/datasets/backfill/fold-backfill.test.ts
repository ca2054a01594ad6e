import { describe, expect, it } from 'vitest';
import { foldBackfill } from '../../../../core/datasets/backfill/fold-backfill.ts';
import { aFile, anItem, anUpload, aTable, someData } from './records.ts';

const [a, b] = [anUpload(0), anUpload(1)];
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path).sort();

describe('foldBackfill', () => {
  it('puts all uploads into one change, each in place of its own rows', () => {
    const folded = foldBackfill({
      ...{ state: aTable([aFile(a), aFile(b)]), mode: 'append', uploads: [a, b] },
      items: [anItem(a), anItem(b)],
    })!;
    expect(paths(folded.change.remove)).toEqual(['part-digest-0.parquet', 'part-digest-1.parquet']);
    expect(paths(folded.change.add)).toEqual(['part-new-00.parquet', 'part-new-01.parquet']);
    expect(folded.sources.map(({ uploadId }) => uploadId)).toEqual([a.uploadId, b.uploadId]);
  });

  it('leaves an upload that was refused, and one whose rows are the same, as they are', () => {
    const items = [anItem(a, { data: null, status: 'refused' }), anItem(b, { data: someData('digest-1') })];
    const state = aTable([aFile(a), aFile(b)]);
    expect(foldBackfill({ state, mode: 'append', items, uploads: [a, b] })).toBeNull();
  });

  it('changes nothing where a newer upload took the key meanwhile', () => {
    const newer = anUpload(5, { key: a.key });
    const state = aTable([aFile(newer)]);
    for (const part of ['uploads', 'quarantined'] as const) {
      const items = [anItem(a, { part })];
      expect(foldBackfill({ state, mode: 'append', items, uploads: [a, newer] })).toBeNull();
    }
  });

  it('adds quarantined rows beside the upload, in place of what was recovered before', () => {
    const earlier = aFile(a, { path: 'part-earlier.parquet', digest: 'earlier' });
    const recovered = { ...earlier, source: { ...earlier.source, part: 'quarantined' as const } };
    const folded = foldBackfill({
      ...{ state: aTable([aFile(a), recovered]), mode: 'append', uploads: [a] },
      items: [anItem(a, { part: 'quarantined' })],
    })!;
    expect(paths(folded.change.remove)).toEqual(['part-earlier.parquet']);
    expect(folded.change.add.map(({ source }) => [source.uploadId, source.part])).toEqual([
      [a.uploadId, 'quarantined'],
    ]);
  });

  it('drops rows that two keys had brought once both bring others', () => {
    // B found A's rows there already: the file is A's, and B holds it too.
    const same = anUpload(1, { status: 'unchanged', digest: a.digest! });
    const items = [anItem(a, { data: someData('both') }), anItem(same, { data: someData('both') })];
    const { change } = foldBackfill({
      state: aTable([aFile(a)]),
      mode: 'append',
      items,
      uploads: [a, same],
    })!;
    expect(paths(change.remove)).toEqual(['part-digest-0.parquet']);
    expect(paths(change.add)).toEqual(['part-both.parquet']);
  });

  it('lets the newest upload replace all in a dataset of that mode', () => {
    const { change } = foldBackfill({
      ...{ state: aTable([aFile(b)]), mode: 'replace', uploads: [a, b], items: [anItem(b)] },
    })!;
    expect(paths(change.remove)).toEqual(['part-digest-1.parquet']);
    expect(paths(change.add)).toEqual(['part-new-01.parquet']);
  });

  it('leaves a table of that mode to a later upload, of whatever key, that was not judged anew', () => {
    const later = anUpload(2);
    const state = aTable([aFile(later)]);
    const items = [anItem(a), anItem(b)];
    expect(foldBackfill({ state, mode: 'replace', items, uploads: [a, b, later] })).toBeNull();
  });

  it('folds thousands of uploads, each in place of its own rows', () => {
    const uploads = Array.from({ length: 5_000 }, (_, n) => anUpload(n, { receivedAt: `2020-01-01T${n}` }));
    const { change } = foldBackfill({
      state: aTable(uploads.map((upload) => aFile(upload))),
      mode: 'append',
      items: uploads.map((upload) => anItem(upload, { data: someData(`of-${upload.uploadId}`) })),
      uploads,
    })!;
    expect([change.add.length, change.remove.length]).toEqual([5_000, 5_000]);
  });
});
