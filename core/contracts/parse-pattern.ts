/** A set of characters: inclusive ranges of code points, in order. */
export type CharacterSet = readonly (readonly [from: number, to: number])[];

/** A pattern as a tree. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly least: number;
      /** Infinity where there is no bound. */
      readonly most: number;
    };

const lastCodePoint = 0x10ffff;
const digits: CharacterSet = [[0x30, 0x39]];
const wordCharacters: CharacterSet = [...digits, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
/** RE2's `\s`, which has no vertical tab. */
const spaces: CharacterSet = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const anyButNewline: CharacterSet = [
  [0, 9],
  [11, lastCodePoint],
];

/** All characters but those of a set. */
function complement(set: CharacterSet): CharacterSet {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of [...set].sort(([one], [other]) => one - other)) {
    if (from > next) rest.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= lastCodePoint) rest.push([next, lastCodePoint]);
  return rest;
}

const classes: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: spaces,
  S: complement(spaces),
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13 };

/**
 * Parses a contract's pattern: the part of RE2's language whose meaning is the same wherever it is read. There are
 * characters, `.`, classes, groups, `|`, `* + ? {n} {n,} {n,m}` (each may end with `?`), `\d \w \s` and their
 * opposites in ASCII, `\t \n \f \r`, punctuation behind a backslash, and `^` and `$` at the pattern's two ends.
 * @throws Error that says what is wrong with the pattern
 */
export function parsePattern(pattern: string): PatternNode {
  const characters = [...pattern];
  if (characters[0] === '^') characters.shift();
  if (characters.at(-1) === '$' && trailingBackslashes(characters) % 2 === 0) characters.pop();
  let at = 0;

  const choice = (): PatternNode => {
    const branches = [sequence()];
    while (characters[at] === '|') {
      at++;
      branches.push(sequence());
    }
    return branches.length === 1 ? branches[0]! : { kind: 'choice', branches };
  };

  const sequence = (): PatternNode => {
    const items: PatternNode[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') {
      items.push(repeated(atom()));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  };

  const atom = (): PatternNode => {
    const character = characters[at++]!;
    switch (character) {
      case '(': {
        if (characters[at] === '?') group();
        const inner = choice();
        if (characters[at++] !== ')') throw new Error("is not a regular expression: lacks a ')'");
        return inner;
      }
      case '[':
        return { kind: 'set', set: characterClass() };
      case '.':
        return { kind: 'set', set: anyButNewline };
      case '\\':
        return { kind: 'set', set: escaped() };
      case '*':
      case '+':
      case '?':
        throw new Error(`is not a regular expression: nothing is before '${character}' to be repeated`);
      case '^':
      case '$':
        throw new Error(`has '${character}' within; a pattern matches as a whole, so it needs none`);
      case '{':
      case '}':
      case ']':
        throw new Error(
          `has a '${character}' that neither begins nor ends anything: write \\${character} for the character`,
        );
      default:
        return { kind: 'set', set: one(character) };
    }
  };

  /** After `(?`: only a group that is not captured. */
  const group = (): void => {
    if (/^\?<?[=!]/.test(characters.slice(at, at + 3).join(''))) {
      throw new Error('uses look-around, which RE2 does not have');
    }
    if (characters[at + 1] !== ':') {
      throw new Error("has a group that begins with '(?': only (…) and (?:…) are alike everywhere");
    }
    at += 2;
  };

  const repeated = (item: PatternNode): PatternNode => {
    const bounds = quantifier();
    if (bounds === null) return item;
    if (characters[at] === '?') at++;
    if ('*+?{'.includes(characters[at] ?? ' ')) {
      throw new Error('is not a regular expression: repeats a repeat without a group around it');
    }
    return { kind: 'repeat', item, ...bounds };
  };

  const quantifier = (): { readonly least: number; readonly most: number } | null => {
    const simple = simpleQuantifiers[characters[at] ?? ''];
    if (simple !== undefined) {
      at++;
      return simple;
    }
    if (characters[at] !== '{') return null;
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(characters.slice(at, at + 20).join(''));
    if (found === null) throw new Error("has a '{' that is no repeat such as {2} or {1,3}: write \\{");
    at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3]);
    if (most < least) throw new Error(`is not a regular expression: ${found[0]} ends before it begins`);
    return { least, most };
  };

  const characterClass = (): CharacterSet => {
    const negated = characters[at] === '^';
    if (negated) at++;
    const set: (readonly [number, number])[] = [];
    for (let first = true; characters[at] !== ']' || first; first = false) {
      const character = characters[at++];
      if (character === undefined) throw new Error("is not a regular expression: lacks a ']'");
      if (character === ']') throw new Error('is not a regular expression: has a class with nothing in it');
      if (character === '[') throw new Error("has a '[' within a class: write \\[ for the character");
      const low = character === '\\' ? escaped() : one(character);
      if (character === '-' && !first && characters[at] !== ']') {
        throw new Error("has a '-' within a class that is neither a range nor at an end: write \\-");
      }
      if (characters[at] !== '-' || characters[at + 1] === ']' || characters[at + 1] === undefined) {
        set.push(...low);
        continue;
      }
      at++;
      const next = characters[at++]!;
      if (next === '[') throw new Error("has a '[' within a class: write \\[ for the character");
      set.push(range(low, next === '\\' ? escaped() : one(next)));
    }
    at++;
    return negated ? complement(set) : set;
  };

  const escaped = (): CharacterSet => {
    const character = characters[at++];
    if (character === undefined) throw new Error('is not a regular expression: ends with a backslash');
    if (/[1-9k]/.test(character)) throw new Error('refers back to a group, which RE2 cannot');
    const known = classes[character];
    if (known !== undefined) return known;
    const control = controls[character];
    if (control !== undefined) return [[control, control]];
    if (/^[!-/:-@[-^`{-~]$/.test(character)) return one(character);
    throw new Error(`has '\\${character}', which is not alike everywhere`);
  };

  const tree = choice();
  if (at < characters.length) throw new Error("is not a regular expression: has a ')' too many");
  return tree;
}

const simpleQuantifiers: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
};

function trailingBackslashes(characters: readonly string[]): number {
  let count = 0;
  for (let at = characters.length - 2; at >= 0 && characters[at] === '\\'; at--) count++;
  return count;
}

function one(character: string): CharacterSet {
  const code = character.codePointAt(0)!;
  if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) {
    throw new Error('has a character that no text has: NUL or half a surrogate pair');
  }
  return [[code, code]];
}

function range(low: CharacterSet, high: CharacterSet): readonly [number, number] {
  const from = low.length === 1 && low[0]![0] === low[0]![1] ? low[0]![0] : null;
  const to = high.length === 1 && high[0]![0] === high[0]![1] ? high[0]![0] : null;
  if (from === null || to === null) throw new Error('has a class as the end of a range');
  if (to < from) throw new Error('is not a regular expression: has a range that ends before it begins');
  return [from, to];
}
