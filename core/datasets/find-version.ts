import type { DatasetVersionRecord } from '../registry/records.ts';

/**
 * The version that a number or an instant names: at an instant, the newest that had been committed by then.
 * @param versions in order of their number
 * @param asked a number, an ISO 8601 instant, or null for the newest that was not given up
 */
export function findVersion<T extends Pick<DatasetVersionRecord, 'version' | 'createdAt' | 'expiredAt'>>(
  versions: readonly T[],
  asked: string | null,
): T | null {
  if (asked === null) return versions.findLast(({ expiredAt }) => expiredAt === undefined) ?? null;
  if (/^\d{1,9}$/.test(asked)) return versions.find(({ version }) => version === Number(asked)) ?? null;
  const instant = Date.parse(asked);
  return versions.findLast(({ createdAt }) => Date.parse(createdAt) <= instant) ?? null;
}
