/** How the columns of two versions differ. */
export interface SchemaChange {
  readonly column: string;
  readonly change: 'added' | 'removed' | 'type';
  /** Delta's type before and after; null where the column is not. */
  readonly before: string | null;
  readonly after: string | null;
}

interface DeltaField {
  readonly name: string;
  readonly type: string;
}

/**
 * Columns by name with their Delta type, of a `schemaString`. A time is a `timestamp`: tables said so before they said
 * `timestamp_ntz` of the very same files.
 */
export const columnsOf = (schema: string): ReadonlyMap<string, string> =>
  new Map(
    (JSON.parse(schema) as { fields: DeltaField[] }).fields.map(({ name, type }) => [
      name,
      type === 'timestamp_ntz' ? 'timestamp' : type,
    ]),
  );

/**
 * Columns that were added, removed or have another type, by name.
 * @param before a Delta table's `schemaString`
 */
export function schemaChanges(before: string, after: string): SchemaChange[] {
  const [old, present] = [columnsOf(before), columnsOf(after)];
  const changes: SchemaChange[] = [];
  for (const [column, type] of old) {
    const now = present.get(column) ?? null;
    if (now === null) changes.push({ column, change: 'removed', before: type, after: null });
    else if (now !== type) changes.push({ column, change: 'type', before: type, after: now });
  }
  for (const [column, type] of present) {
    if (!old.has(column)) changes.push({ column, change: 'added', before: null, after: type });
  }
  return changes.sort((a, b) => (a.column < b.column ? -1 : 1));
}
