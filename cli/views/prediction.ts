import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

/** What `predict` answers, or the endpoint itself, brought into the same shape. */
export interface PredictAnswer {
  /** As in HTTP. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One `name: value` line per member, numbers and texts as they are, the rest as JSON. */
export function renderPrediction({ body }: PredictAnswer, style: Style): string {
  const names = Object.keys(body);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map(
      (name) =>
        `${style('dim', name.padEnd(width))}  ${style(name === 'probability' ? 'strong' : 'plain', shown(body[name]))}`,
    )
    .join('\n');
}

const shown = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value));
