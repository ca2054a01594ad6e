/**
 * Whether an EventBridge event matches a rule's pattern: each field of the pattern holds the values
 * that the event's field may have, or a matcher (`prefix`, `suffix`, `anything-but`, `exists`,
 * `equals-ignore-case`, `numeric`). An array in the event matches when one of its items does.
 * @throws Error for a matcher that is not known here, rather than a silent "no"
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) throw new Error('Cannot match an event pattern that is no JSON object');
  return Object.entries(pattern).every(([field, rule]) => {
    if (field === '$or') {
      if (!Array.isArray(rule)) throw new Error("Cannot match an event pattern whose '$or' is no list");
      return rule.some((alternative) => matchesPattern(alternative, event));
    }
    const value = isObject(event) ? event[field] : undefined;
    if (Array.isArray(rule)) return rule.some((matcher) => matchesValue(matcher, value));
    return matchesPattern(rule, value);
  });
}

function matchesValue(matcher: unknown, value: unknown): boolean {
  if (isObject(matcher) && 'exists' in matcher) return matcher.exists === (value !== undefined);
  if (Array.isArray(value)) return value.some((item) => matchesValue(matcher, item));
  if (!isObject(matcher)) return matcher === value;
  const [[name, operand]] = Object.entries(matcher) as [[string, unknown]];
  const text = (test: (value: string, operand: string) => boolean): boolean => {
    if (typeof operand !== 'string') throw new Error(`Cannot match '${name}': its operand is no string`);
    return typeof value === 'string' && test(value, operand);
  };
  switch (name) {
    case 'prefix':
      return text((v, o) => v.startsWith(o));
    case 'suffix':
      return text((v, o) => v.endsWith(o));
    case 'equals-ignore-case':
      return text((v, o) => v.toLowerCase() === o.toLowerCase());
    case 'anything-but': {
      if (value === undefined) return false;
      const refused = Array.isArray(operand) ? operand : [operand];
      return !refused.some((item) => matchesValue(item, value));
    }
    case 'numeric':
      return typeof value === 'number' && inRange(operand, value);
    default:
      throw new Error(`Cannot match an event pattern with '${name}': the stand-in does not know it`);
  }
}

/** `[">", 0, "<=", 5]` */
function inRange(operand: unknown, value: number): boolean {
  if (!Array.isArray(operand)) throw new Error("Cannot match 'numeric': its operand is no list");
  for (let index = 0; index < operand.length; index += 2) {
    const bound = Number(operand[index + 1]);
    const holds = {
      '=': value === bound,
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
    }[String(operand[index])];
    if (holds === undefined) throw new Error(`Cannot match 'numeric' with '${String(operand[index])}'`);
    if (!holds) return false;
  }
  return true;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
