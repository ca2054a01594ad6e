/**
 * Cuts for a histogram, from a sample's quantiles: equal shares of the rows in each bin as far as the values
 * allow. A value so frequent that it is several quantiles at once gets a bin of its own, so that a column that is
 * nearly always 10 shows a fall to 9. A constant has the bins below, at and above it.
 * @param quantiles ascending; infinite values are left out
 */
export function chooseEdges(quantiles: readonly number[]): number[] {
  const finite = quantiles.filter(Number.isFinite);
  const edges = new Set<number>();
  finite.forEach((value, index) => {
    if (value === finite[index - 1]) edges.add(nextBelow(value));
    edges.add(value);
  });
  return [...edges].sort((a, b) => a - b);
}

/** The largest double below a finite one. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
