import { type CharacterSet, type PatternNode, parsePattern } from './parse-pattern.ts';

/** One state of the automaton: reads a character of `set` and goes on to `next`, or reads none and goes on to each. */
type State =
  | { readonly set: CharacterSet; next: number }
  | { readonly set: null; readonly targets: number[] };

interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
  readonly end: number;
}

const automata = new Map<string, Automaton>();

/**
 * Whether a text matches a contract's pattern as a whole: what RE2's full match says, for prediction requests. Runs
 * all ways through the pattern at once (Thompson 1968), so its time is linear in the text whatever the pattern.
 * @throws Error where `patternProblem` finds one
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let automaton = automata.get(pattern);
  if (automaton === undefined) {
    automaton = build(parsePattern(pattern));
    automata.set(pattern, automaton);
  }
  const { states, start, end } = automaton;
  let current = reach(states, [start]);
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const next: number[] = [];
    for (const index of current) {
      const state = states[index]!;
      if (state.set?.some(([from, to]) => code >= from && code <= to))
        next.push((state as { next: number }).next);
    }
    if (next.length === 0) return false;
    current = reach(states, next);
  }
  return current.has(end);
}

/** All states that can be reached without reading a character. */
function reach(states: readonly State[], from: readonly number[]): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const state = states[index]!;
    if (state.set === null) open.push(...state.targets);
  }
  return reached;
}

function build(tree: PatternNode): Automaton {
  const states: State[] = [];
  const add = (state: State): number => states.push(state) - 1;
  const empty = (...targets: number[]): number => add({ set: null, targets });

  /** Adds the states of `node`, which lead on to `next`; gives the first of them. */
  const before = (node: PatternNode, next: number): number => {
    switch (node.kind) {
      case 'set':
        return add({ set: node.set, next });
      case 'sequence':
        return node.items.reduceRight((later, item) => before(item, later), next);
      case 'choice':
        return empty(...node.branches.map((branch) => before(branch, next)));
      case 'repeat': {
        let first = next;
        if (node.most === Infinity) {
          const targets = [next];
          first = add({ set: null, targets });
          targets.push(before(node.item, first));
        } else {
          for (let count = node.least; count < node.most; count++)
            first = empty(next, before(node.item, first));
        }
        for (let count = 0; count < node.least; count++) first = before(node.item, first);
        return first;
      }
    }
  };
  const end = empty();
  return { states, start: before(tree, end), end };
}
