import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

/** What `predict` answers, or the endpoint itself, brought into the same shape. */
export interface PredictAnswer {
  /** As in HTTP. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One `name  value` line per member; the members of an object, such as the features, stand indented below its name. */
export function renderPrediction({ body }: PredictAnswer, style: Style): string {
  return lines(body, style).join('\n');
}

function lines(values: Readonly<Record<string, unknown>>, style: Style): string[] {
  const width = Math.max(0, ...Object.keys(values).map((name) => name.length));
  return Object.entries(values).flatMap(([name, value]) => {
    if (Array.isArray(value)) {
      return [style('dim', printable(name)), ...value.map((element) => `  ${shown(element)}`)];
    }
    if (typeof value === 'object' && value !== null) {
      const inner = lines(value as Readonly<Record<string, unknown>>, style);
      return [style('dim', printable(name)), ...inner.map((line) => `  ${line}`)];
    }
    const tone = name === 'probability' ? 'strong' : 'plain';
    return [`${style('dim', printable(name).padEnd(width))}  ${style(tone, shown(value))}`];
  });
}

/** A text as it is; an issue as a sentence; anything else as JSON. */
function shown(value: unknown): string {
  if (typeof value === 'string') return printable(value);
  if (isIssue(value)) {
    return printable(`${value.column}: expected ${value.expected}, received ${value.received}`);
  }
  return printable(JSON.stringify(value) ?? 'nothing');
}

const isIssue = (
  value: unknown,
): value is { readonly column: string; readonly expected: string; readonly received: string } =>
  typeof value === 'object' &&
  value !== null &&
  'column' in value &&
  'expected' in value &&
  'received' in value;
