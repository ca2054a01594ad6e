import { describe, expect, it } from 'vitest';
import { footerIssue } from '../../../core/contracts/footer-issue.ts';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';

const real = { bytes: 1_000_000_000, columns: 20, rows: 10_000_000, inflated: 3_000_000_000, least: 1 };

describe('footerIssue', () => {
  it('takes a real file, at its limits', () => {
    expect(footerIssue(real, uploadLimits)).toBeNull();
    expect(footerIssue({ ...real, rows: uploadLimits.rows, columns: 2 }, uploadLimits)).toBeNull();
    expect(footerIssue({ ...real, rows: 1, columns: uploadLimits.columns }, uploadLimits)).toBeNull();
  });

  it.each([
    ['a row too many', { rows: uploadLimits.rows + 1, columns: 2 }, 'file:bomb'],
    ['a column too many', { columns: uploadLimits.columns + 1, rows: 1 }, 'file:bomb'],
    ['more inflated than the disk holds', { inflated: uploadLimits.inflatedBytes + 1 }, 'file:bomb'],
    ['a hundredfold of what is stored', { bytes: 10_000_000, inflated: 1_000_000_001, rows: 1 }, 'file:bomb'],
    [
      'values that so few bytes cannot hold',
      { bytes: 200_000, inflated: 1, rows: 6_000_000, columns: 4 },
      'file:bomb',
    ],
    ['a negative size', { least: -1 }, 'file:unreadable'],
    ['negative rows', { rows: -1 }, 'file:unreadable'],
  ])('refuses %s', (_what, declared, rule) => {
    expect(footerIssue({ ...real, ...declared }, uploadLimits)).toMatchObject({ rule });
  });
});
