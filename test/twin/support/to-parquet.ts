import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryRows } from './parquet.ts';

/** A CSV text as the bytes of a Parquet file. */
export async function toParquet(csv: string): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-test-parquet-'));
  try {
    const [from, to] = [join(directory, 'rows.csv'), join(directory, 'rows.parquet')];
    writeFileSync(from, csv);
    await queryRows(`COPY (FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`);
    return readFileSync(to);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
