/** One of the aggregates that add up: windows are sums of hours, and machines sum each other's. */
export interface Aggregate {
  readonly kind: 'avg' | 'sum' | 'count';
  /** Scalar SQL expression over a row, or `*` for a count of rows. */
  readonly argument: string;
}

/** The aggregate that a window feature's SQL is, or null where it is none: `avg(arr_delay)`. */
export function parseAggregate(sql: string): Aggregate | null {
  const match = /^\s*(avg|sum|count)\s*\((.*)\)\s*$/is.exec(sql);
  if (match === null) return null;
  const kind = match[1]!.toLowerCase() as Aggregate['kind'];
  const argument = match[2]!.trim();
  if (argument === '' || /^distinct\b/i.test(argument) || !closesLast(argument)) return null;
  return argument === '*' && kind !== 'count' ? null : { kind, argument };
}

/** Whether no parenthesis of the argument ends the call early, as in `sum(a) + sum(b)`. */
function closesLast(argument: string): boolean {
  let depth = 0;
  let quote: string | null = null;
  for (const character of argument) {
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0 && quote === null;
}
