/**
 * A longer name below `landing/` is nobody's dataset (a contract's has 64 characters at most), and would not fit into
 * the keys of the registry and of the quarantine.
 */
export const mostDatasetBytes = 255;

/**
 * The dataset that an object key belongs to, or null where it is not below `landing/<dataset>/`. The key
 * is compared, never resolved: `..` in it is a name like any other, and no path on a disk is made of it.
 */
export function datasetOfKey(key: string): string | null {
  const match = /^landing\/([^/]+)\/(.+)$/su.exec(key);
  return match === null || key.endsWith('/') ? null : match[1]!;
}
