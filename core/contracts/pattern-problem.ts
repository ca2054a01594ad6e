const longest = 500;
const mostRepeats = 1_000;

/**
 * Why a pattern cannot be part of a contract, or null. The engine is RE2, whose time is linear in the text,
 * but contracts are also read by people and by other engines: what RE2 lacks and what makes a backtracking
 * engine take exponential time is refused where the contract is written, not where a file arrives.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > longest) return `is longer than ${longest} characters`;
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message}`;
  }
  if (/\(\?(<?[=!])/.test(pattern)) return 'uses look-around, which RE2 does not have';
  if (/\\([1-9]|k<)/.test(pattern)) return 'refers back to a group, which RE2 cannot';
  for (const [, least, most] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (Number(most === undefined || most === '' ? least : most) > mostRepeats) {
      return `repeats more than ${mostRepeats} times`;
    }
  }
  if (hasNestedRepeat(pattern)) {
    return 'repeats a group that repeats or branches within (such as (a+)+): its time can be exponential';
  }
  return null;
}

/** Whether a group with an unbounded repeat or a branch in it is itself repeated without bound. */
function hasNestedRepeat(pattern: string): boolean {
  const open: boolean[] = [];
  let closedVariable = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    const afterGroup = pattern[at - 1] === ')' && pattern[at - 2] !== '\\';
    if (character === '\\') {
      at++;
    } else if (character === '[') {
      while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
    } else if (character === '(') {
      open.push(false);
    } else if (character === ')') {
      closedVariable = open.pop() ?? false;
      if (closedVariable && open.length > 0) open[open.length - 1] = true;
    } else if (character === '|') {
      if (open.length > 0) open[open.length - 1] = true;
    } else if (character === '*' || character === '+' || /^\{\d+,\}/.test(pattern.slice(at))) {
      if (afterGroup && closedVariable) return true;
      if (open.length > 0) open[open.length - 1] = true;
    }
  }
  return false;
}
