import { expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { renderUploads, uploadRows } from '../../../cli/views/uploads.ts';
import { upload } from '../records.ts';

it('says what became of each upload, and why', () => {
  const rows = uploadRows(
    [
      upload(),
      upload({
        status: 'rejected',
        verdict: { status: 'rejected', reason: "column 'carrier' is missing", byRule: {}, sample: [] },
        datasetVersion: undefined,
      }),
      upload({ status: 'vanished', verdict: undefined, quarantine: undefined, datasetVersion: undefined }),
    ],
    'data',
  );
  expect(rows[0]).toMatchObject({
    rows: 28_830,
    quarantinedRows: 4,
    quarantine: 's3://data/quarantine/flights/u-1/',
  });
  expect(rows[1]).toMatchObject({ rows: null, quarantinedRows: null, reason: "column 'carrier' is missing" });
  expect(rows[2]).toMatchObject({ status: 'vanished', datasetVersion: null, quarantine: null, reason: null });
  const text = renderUploads(rows, noStyle);
  expect(text).toMatch(/accepted\s+2\s+28,830\s+4\s+column:carrier:one-of ×3, rule:lands ×1/);
  expect(text).toMatch(/rejected\s+-\s+-\s+-\s+column 'carrier' is missing/);
});

it('has a sentence for nothing', () => {
  expect(renderUploads([], noStyle)).toBe('No upload yet');
});
