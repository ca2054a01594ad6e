import type { Evaluation } from '../registry/records.ts';

/** One gate's result as a sentence: `auc is 0.612, at least 0.65 is needed`. */
export function describeGate({ metric, value, minimum, maximum }: Evaluation['gates'][number]): string {
  const bounds = [
    minimum === undefined ? [] : [`at least ${minimum}`],
    maximum === undefined ? [] : [`at most ${maximum}`],
  ].flat();
  return `${metric} is ${Number.isFinite(value) ? Number(value.toPrecision(4)) : 'not measurable'}, ${bounds.join(' and ')} is needed`;
}
