/** The probability in a container's answer, or null where there is none: `{"probability": 0.31}`. */
export function probabilityIn(body: string): number | null {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const probability = (answer as { readonly probability?: unknown } | null)?.probability;
  return typeof probability === 'number' && probability >= 0 && probability <= 1 ? probability : null;
}
