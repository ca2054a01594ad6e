/** Inclusive bounds in words: `at least 1`, `at most 5`, `1 to 5`. */
export function withinWords(bounds: { readonly minimum?: number; readonly maximum?: number }): string {
  const { minimum, maximum } = bounds;
  if (minimum === undefined) return maximum === undefined ? 'any number' : `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}
