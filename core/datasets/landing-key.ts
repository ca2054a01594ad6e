/**
 * The dataset that an object key belongs to, or null where it is not below `landing/<dataset>/`. The key
 * is compared, never resolved: `..` in it is a name like any other, and no path on a disk is made of it.
 */
export function datasetOfKey(key: string): string | null {
  const match = /^landing\/([^/]+)\/(.+)$/su.exec(key);
  return match === null || key.endsWith('/') ? null : match[1]!;
}
