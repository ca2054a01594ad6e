/** Characters of a text as Unicode code points, as DuckDB's `length` counts them: an emoji of one code point is one. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
