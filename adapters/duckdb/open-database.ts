import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** An in-memory DuckDB that can read and write files below one directory and touch nothing else. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens a fresh in-memory database whose SQL can reach only `directory`: no other file, no network, no
 * extension, and no way to change that (`lock_configuration`).
 * @param memoryLimitInMiB memory that the engine may use before it spills below `directory`
 */
export async function openDatabase(options: {
  readonly directory: string;
  readonly memoryLimitInMiB?: number;
  readonly threads?: number;
  /**
   * Whether the engine may conclude from what Parquet files say of themselves (a greatest value, no nulls) without reading
   * them; true where it is not said. A stranger's file may lie.
   */
  readonly trustsStatistics?: boolean;
}): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const quoted = options.directory.replaceAll("'", "''");
  await connection.run(`SET temp_directory = '${quoted}'`);
  await connection.run(`SET memory_limit = '${options.memoryLimitInMiB ?? 1024}MiB'`);
  await connection.run(`SET threads = ${options.threads ?? 2}`);
  await connection.run("SET TimeZone = 'UTC'");
  // Files lie on this machine, where the operating system caches them already: a second copy would only be memory.
  await connection.run('SET enable_external_file_cache = false');
  await connection.run('SET autoinstall_known_extensions = false');
  await connection.run('SET autoload_known_extensions = false');
  if (options.trustsStatistics === false) {
    await connection.run("SET disabled_optimizers = 'statistics_propagation'");
  }
  await connection.run(`SET allowed_directories = ['${quoted}']`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
