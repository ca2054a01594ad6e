/** Functions of the engine whose value is another at each execution, or in each process, whatever they are given. */
const called: readonly string[] = [
  'ago',
  'current_connection_id',
  'current_database',
  'current_localtime',
  'current_localtimestamp',
  'current_query',
  'current_query_id',
  'current_schema',
  'current_schemas',
  'current_transaction_id',
  'currval',
  'gen_random_uuid',
  'get_current_time',
  'get_current_timestamp',
  'in_search_path',
  'nextval',
  'now',
  'random',
  'setseed',
  'sleep_ms',
  'stats',
  'today',
  'transaction_timestamp',
  'txid_current',
  'uuid',
  'uuidv4',
  'uuidv7',
  'write_log',
];
/** The same without parentheses. */
const named: readonly string[] = [
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
];

const calls = new RegExp(`(?<![\\w.])"?(${called.join('|')})"?\\s*\\(`, 'i');
const names = new RegExp(`(?<![\\w."])(${named.join('|')})(?![\\w"])`, 'i');
/** With one argument, the age as of today. */
const ageOfToday = /(?<![\w.])"?age"?\s*\((?:[^(),]|\([^()]*\))*\)/i;

/**
 * The first function in an expression that gives another value when it is computed again, such as `random` or `now`; null
 * where there is none. A feature of such a function is not the same in training and in a prediction.
 */
export function volatileFunction(sql: string): string | null {
  const code = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
  const found = calls.exec(code) ?? names.exec(code);
  if (found !== null) return found[1]!.toLowerCase();
  return ageOfToday.test(code) ? 'age' : null;
}
