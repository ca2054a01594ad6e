const units = { bytes: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const size = '([\\d.]+) (bytes|KiB|MiB|GiB|TiB)';
const allocation = new RegExp(`of size ${size} .*/${size} used`);

/**
 * Whether an error of the engine, met while it read a file, is no fault of the file: our sandbox is wrong, our memory or our disk
 * is full. A Parquet file that wants more than half of all memory in one piece is to blame for that itself; of text no piece is large.
 */
export function isEngineFault(error: unknown, format: 'csv' | 'json-lines' | 'parquet'): boolean {
  if (!(error instanceof Error)) return true;
  const { message } = error;
  if (message.startsWith('Out of Memory Error')) return format !== 'parquet' || !isOnePiece(message);
  return message.startsWith('Permission Error') || /No space left on device|Could not write/i.test(message);
}

function isOnePiece(message: string): boolean {
  const [, wanted, wantedUnit, limit, limitUnit] = allocation.exec(message) ?? [];
  if (limitUnit === undefined) return false;
  const bytes = (count: string, unit: string): number => Number(count) * units[unit as keyof typeof units];
  return bytes(wanted!, wantedUnit!) > bytes(limit!, limitUnit) / 2;
}
