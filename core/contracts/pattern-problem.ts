import { type PatternNode, parsePattern } from './parse-pattern.ts';

const longest = 500;
const mostRepeats = 1_000;
/** With every repeat written out: keeps RE2's program within its memory, and the automaton for requests small. */
const mostCharacters = 4_000;

/**
 * Why a pattern cannot be part of a contract, or null. The engine is RE2, whose time is linear in the text,
 * but contracts are also read by people and by other engines: what is not alike everywhere, and what makes a
 * backtracking engine take exponential time, is refused where the contract is written, not where a file arrives.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > longest) return `is longer than ${longest} characters`;
  let tree: PatternNode;
  try {
    tree = parsePattern(pattern);
  } catch (error) {
    return (error as Error).message;
  }
  if (repeats(tree) > mostRepeats) return `repeats more than ${mostRepeats} times`;
  if (characters(tree) > mostCharacters) {
    return `is longer than ${mostCharacters} characters with its repeats written out`;
  }
  if (hasNestedRepeat(tree)) {
    return 'repeats a group that repeats or branches within (such as (a+)+): its time can be exponential';
  }
  return null;
}

const children = (node: PatternNode): readonly PatternNode[] => {
  switch (node.kind) {
    case 'set':
      return [];
    case 'sequence':
      return node.items;
    case 'choice':
      return node.branches;
    case 'repeat':
      return [node.item];
  }
};

const times = (node: PatternNode): number =>
  node.kind !== 'repeat' ? 1 : Math.max(1, node.most === Infinity ? node.least : node.most);

/** The largest product of counted repeats within each other. */
const repeats = (node: PatternNode): number => times(node) * Math.max(1, ...children(node).map(repeats));

/** How many characters are read at most, an unbounded repeat once. */
const characters = (node: PatternNode): number =>
  node.kind === 'set'
    ? 1
    : times(node) * children(node).reduce((sum, child) => sum + Math.max(1, characters(child)), 0);

/** Whether something that can be read in more than one way is itself repeated without bound. */
function hasNestedRepeat(node: PatternNode): boolean {
  if (node.kind === 'repeat' && node.most === Infinity && isVariable(node.item)) return true;
  return children(node).some(hasNestedRepeat);
}

/** Whether there is an unbounded repeat or a branch within. */
const isVariable = (node: PatternNode): boolean =>
  node.kind === 'choice' ||
  (node.kind === 'repeat' && node.most === Infinity) ||
  children(node).some(isVariable);
