import { InvalidArgumentError } from 'commander';

/** `3` or `v3` is a version; `2013-04-01` or `2013-04-01T05:00Z` is a time in UTC. */
export function parseBound(value: string): { readonly version: number } | { readonly time: string } {
  const version = /^v?(\d{1,9})$/.exec(value);
  if (version !== null) return { version: Number(version[1]) };
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value);
  const at = new Date(value);
  if (!isTime || Number.isNaN(at.getTime())) {
    throw new InvalidArgumentError('Give a version (3) or a time in UTC (2013-04-01, 2013-04-01T05:00Z).');
  }
  return { time: at.toISOString() };
}
