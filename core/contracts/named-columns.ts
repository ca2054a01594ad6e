/** Which of `columns` an SQL expression names, in the order of `columns`; case does not count, text in quotes does not either. */
export function namedColumns(sql: string, columns: readonly string[]): string[] {
  const names = sql.replaceAll(/'(?:[^']|'')*'/g, '').match(/"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
  const folded = new Set(
    names.map((name) =>
      name
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"')
        .toLowerCase(),
    ),
  );
  return columns.filter((column) => folded.has(column.toLowerCase()));
}
