import { quoteLiteral } from '../sql.ts';

const matches = (text: string, pattern: string): string =>
  `regexp_matches(${text}, ${quoteLiteral(pattern)})`;

/** A text in quotes, as RE2. */
const quoted = '"(?:[^"\\\\]|\\\\.)*"';

/**
 * SQL condition on a line: it is no JSON. Null is what the engine could not parse; a comma that nothing follows it lets pass.
 * The texts are taken out only of lines that seem to have one.
 */
export function brokenLineSql(line: string): string {
  const comma = ',[ \\t\\r]*[}\\]]';
  const bare = `regexp_replace(${line}, ${quoteLiteral(quoted)}, '""', 'g')`;
  return `(${line} IS NULL OR (${matches(line, comma)} AND ${matches(bare, comma)}))`;
}

/**
 * SQL of a JSON object's members as JSON texts, a list in the order of `names`, null where a member is absent or null. Numbers
 * stand as they are written: the engine's own reader makes 1 of 1.0000000000000000001 and 0 of 1e-400. For lines whose
 * numbers it may round, they are put in quotes first, and read as texts.
 */
export function jsonMembersSql(line: string, names: readonly string[]): string {
  const pointers = names.map((name) => quoteLiteral(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`));
  const extract = (of: string): string => `json_extract(${of}, [${pointers.join(', ')}])`;
  const isFine = matches(line, '[0-9.]{16}|[0-9][eE]');
  // Each match is all up to a number, texts as wholes, and the number; the last one ends without a number.
  const upToNumber = `((?:${quoted}|[^"0-9-]|-[^"0-9])*)(-?[0-9][-+.0-9eE]*|$)`;
  const inQuotes = `regexp_replace(${line}, ${quoteLiteral(upToNumber)}, '\\1"\\2"', 'g')`;
  const written = `CASE WHEN ${isFine} THEN ${extract(`left(${inQuotes}, -2)`)} END`;
  return `list_transform(list_zip(${extract(line)}, ${written}), lambda member:
    CASE
      WHEN CAST(member[1] AS VARCHAR) = 'null' THEN NULL
      WHEN member[2] IS NOT NULL AND ${matches('CAST(member[1] AS VARCHAR)', '^-?[0-9]')} THEN member[2] ->> '$'
      ELSE CAST(member[1] AS VARCHAR)
    END)`;
}
