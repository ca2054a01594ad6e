/** Functions that a rule may call: scalar, without side effect, equal for equal rows. */
const functions = new Set(
  `abs ceil floor round sign sqrt least greatest coalesce nullif length lower upper trim contains starts_with ends_with
  regexp_full_match isfinite date_part date_diff date_trunc epoch year month day hour minute second dayofweek
  to_days to_hours to_minutes to_seconds cast try_cast in and or not`.split(/\s+/),
);

const keywords = new Set(
  `and or not is null in between like case when then else end true false distinct from interval as
  varchar bigint integer double boolean timestamp date`.split(/\s+/),
);

const token =
  /\s+|"(?:[^"]|"")*"|'(?:[^']|'')*'|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|::|<=|>=|<>|!=|\|\||[-+*/%<>=(),]/y;

/**
 * Why a row rule's SQL cannot be part of a contract, or null. A rule is one scalar expression over the
 * contract's columns: whatever is not a listed function, keyword, operator, literal or column is refused,
 * so there is no statement, subquery, comment or file in it.
 */
export function rowRuleProblem(sql: string, columns: readonly string[]): string | null {
  if (sql.trim() === '') return 'is empty';
  if (/--|\/\*/.test(sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, ''))) return 'has a comment';
  const known = new Set(columns.map((column) => column.toLowerCase()));
  let depth = 0;
  let named = false;
  for (let at = 0; at < sql.length; ) {
    token.lastIndex = at;
    const found = token.exec(sql)?.[0];
    if (found === undefined) return `has '${sql[at]}', which an expression over columns does not need`;
    at += found.length;
    if (found === '(') depth++;
    if (found === ')') depth--;
    if (depth < 0) return "has a ')' too many";
    const isName = /^[A-Za-z_"]/.test(found);
    if (!isName) continue;
    const quoted = found.startsWith('"');
    const name = (quoted ? found.slice(1, -1).replaceAll('""', '"') : found).toLowerCase();
    const called = /^\s*\(/.test(sql.slice(at));
    if (called && !quoted && functions.has(name)) continue;
    if (called && (quoted || !keywords.has(name)))
      return `calls '${found}', which is not one of the allowed functions`;
    if (known.has(name)) named = true;
    else if (quoted || !keywords.has(name)) return `names '${found}', which is not a column of the contract`;
  }
  if (depth > 0) return "lacks a ')'";
  return named ? null : 'names no column of the contract';
}
