import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endOfLog } from '../../../local/launcher/end-of-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'ballast-end-of-log-'));
const file = join(folder, 'part.log');
afterAll(() => rmSync(folder, { recursive: true }));

describe('endOfLog', () => {
  it('shows the last five lines, each below what failed', () => {
    writeFileSync(file, 'one\ntwo\nthree\nfour\nfive\nsix\n\n');
    expect(endOfLog(file)).toBe('\n  two\n  three\n  four\n  five\n  six');
  });

  it('shows nothing where a part wrote nothing', () => {
    writeFileSync(file, '\n');
    expect(endOfLog(file)).toBe('');
  });

  it('cuts a line that is too long to read', () => {
    writeFileSync(file, 'x'.repeat(2_000));
    expect(endOfLog(file)).toHaveLength(603);
  });
});
