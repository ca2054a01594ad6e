import type { LineageTree } from '../../core/registry/lineage/walk.ts';
import { minute, short } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

const cutWords: Readonly<Record<NonNullable<LineageTree['cut']>, string>> = {
  depth: '… goes on: --depth',
  nodes: '… and more: --limit',
  'fan-out': '… and more: npx ballast lineage tree of one of them',
  'shown-above': '(shown above)',
  'other-versions': '(a version of its own)',
};

/** A walk in both directions, or one, as an indented tree. */
export function renderLineageTree(
  view: {
    readonly node: string;
    readonly upstream: LineageTree | null;
    readonly downstream: LineageTree | null;
  },
  style: Style,
): string {
  const lines = [style('strong', printable(short(view.node)))];
  for (const [title, tree] of [
    ['made from', view.upstream],
    ['made from it', view.downstream],
  ] as const) {
    if (tree === null) continue;
    lines.push(title, ...(tree.children.length === 0 ? ['  nothing'] : below(tree, '', style)));
  }
  return lines.join('\n');
}

function below(tree: LineageTree, indent: string, style: Style): string[] {
  const lines = tree.children.flatMap((child, index) => {
    const last = index === tree.children.length - 1;
    const note =
      child.cut === 'shown-above' || child.cut === 'other-versions' ? ` ${cutWords[child.cut]}` : '';
    const text = `${child.relation.padEnd(10)} ${printable(short(child.node))}`;
    return [
      `  ${indent}${last ? '└' : '├'} ${text}  ${style('dim', minute(child.at) + note)}`,
      ...below(child, `${indent}${last ? '  ' : '│ '}`, style),
    ];
  });
  const { cut } = tree;
  const isNamed = cut === undefined || cut === 'shown-above' || cut === 'other-versions';
  return isNamed ? lines : [...lines, `  ${indent}${style('dim', cutWords[cut])}`];
}
