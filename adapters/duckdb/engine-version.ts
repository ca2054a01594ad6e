import { version } from '@duckdb/node-api';

/** The engine's version, such as `v1.5.6`: other versions may write the same rows as other bytes. */
export const engineVersion = (): string => version();
