import type { LineageTree, WalkLimits } from '../../core/registry/lineage/walk.ts';
import { minute, short } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

type Limits = Pick<WalkLimits, 'fanOut'>;

const cutWords = {
  depth: () => '… goes on: --depth',
  nodes: () => '… and more: --limit',
  'fan-out': ({ fanOut }: Limits) => `… and more than ${fanOut} of a kind: --fan-out`,
  'shown-above': () => '(shown above)',
  'other-versions': () => '(a version of its own)',
} as const satisfies Record<NonNullable<LineageTree['cut']>, (limits: Limits) => string>;

/** A walk in both directions, or one, as an indented tree. */
export function renderLineageTree(
  view: {
    readonly node: string;
    readonly upstream: LineageTree | null;
    readonly downstream: LineageTree | null;
  },
  limits: Limits,
  style: Style,
): string {
  const lines = [style('strong', printable(short(view.node)))];
  for (const [title, tree] of [
    ['made from', view.upstream],
    ['made from it', view.downstream],
  ] as const) {
    if (tree === null) continue;
    lines.push(title, ...(tree.children.length === 0 ? ['  nothing'] : below(tree, '', limits, style)));
  }
  return lines.join('\n');
}

function below(tree: LineageTree, indent: string, limits: Limits, style: Style): string[] {
  const lines = tree.children.flatMap((child, index) => {
    const last = index === tree.children.length - 1;
    const note =
      child.cut === 'shown-above' || child.cut === 'other-versions' ? ` ${cutWords[child.cut]()}` : '';
    const text = `${child.relation.padEnd(10)} ${printable(short(child.node))}`;
    return [
      `  ${indent}${last ? '└' : '├'} ${text}  ${style('dim', minute(child.at) + note)}`,
      ...below(child, `${indent}${last ? '  ' : '│ '}`, limits, style),
    ];
  });
  const { cut } = tree;
  const isNamed = cut === undefined || cut === 'shown-above' || cut === 'other-versions';
  return isNamed ? lines : [...lines, `  ${indent}${style('dim', cutWords[cut](limits))}`];
}
