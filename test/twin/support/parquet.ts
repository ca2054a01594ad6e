import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rows that a query answers with; integers are numbers. */
export async function queryRows<T>(sql: string): Promise<T[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(sql);
    return reader
      .getRowObjects()
      .map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : value,
            ]),
          ) as T,
      );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows of a query over Parquet files that are given by their bytes: `sql` reads them as `$files`. */
export async function queryParquet<T>(files: readonly Uint8Array[], sql: string): Promise<T[]> {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-test-parquet-'));
  try {
    files.forEach((bytes, index) => {
      writeFileSync(join(directory, `${String(index).padStart(4, '0')}.parquet`), bytes);
    });
    return await queryRows<T>(sql.replaceAll('$files', `read_parquet('${join(directory, '*.parquet')}')`));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
