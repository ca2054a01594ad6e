import { ServiceError, validationException } from './service-error.ts';
import type { ServiceModel, Shape } from './service-model.ts';

/**
 * Refuses a request as the service does, from the service's own model: required members, lengths,
 * ranges, patterns and enumerations, all violations in one `ValidationException`. Members that the
 * model does not know are ignored, as the service ignores them.
 * @throws ServiceError `SerializationException` for a value of the wrong JSON type, else `ValidationException`
 */
export function validateRequest(model: ServiceModel, operation: string, request: unknown): void {
  const shape = model.operations[operation]?.input?.shape;
  if (shape === undefined) return;
  const violations: string[] = [];
  visit(model, shape, request, '', violations);
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw validationException(`${count} detected: ${violations.join('; ')}`);
}

/** The refusal of one member that only a rule beyond the model can find missing. */
export const missingMember = (path: string): ServiceError =>
  validationException(
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );

/** Notes a violation: what the value, or the map's entries, must do. */
type Broken = (constraint: string, subject?: string) => void;

function visit(model: ServiceModel, name: string, value: unknown, path: string, violations: string[]): void {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`Cannot validate '${path}': the model has no shape '${name}'`);
  const broken: Broken = (constraint, subject = 'Member') => {
    violations.push(
      `Value ${shown(value)} at '${path}' failed to satisfy constraint: ${subject} must ${constraint}`,
    );
  };
  switch (shape.type) {
    case 'structure': {
      const structure = expectType(value, isObject, 'Structure', path);
      for (const required of shape.required ?? []) {
        if (structure[required] === undefined || structure[required] === null) {
          violations.push(
            `Value null at '${join(path, required)}' failed to satisfy constraint: Member must not be null`,
          );
        }
      }
      let present = 0;
      for (const [member, { shape: memberShape }] of Object.entries(shape.members ?? {})) {
        const memberValue = structure[member];
        if (memberValue === undefined || memberValue === null) continue;
        present += 1;
        visit(model, memberShape, memberValue, join(path, member), violations);
      }
      if (shape.union === true && present !== 1) broken('have exactly one member set');
      return;
    }
    case 'list': {
      const list = expectType(value, isList, 'List', path);
      checkLength(shape, list.length, broken);
      list.forEach((item, index) => {
        visit(model, shape.member!.shape, item, `${path}.${index + 1}.member`, violations);
      });
      return;
    }
    case 'map': {
      const map = expectType(value, isObject, 'Map', path);
      checkLength(shape, Object.keys(map).length, broken);
      for (const [key, item] of Object.entries(map)) {
        checkEntry(model, shape.key!.shape, key, 'keys', broken);
        checkEntry(model, shape.value!.shape, item, 'value', broken);
      }
      return;
    }
    case 'string': {
      const text = expectType(value, isString, 'String', path);
      if (shape.enum !== undefined && !shape.enum.includes(text)) {
        broken(`satisfy enum value set: [${shape.enum.join(', ')}]`);
      }
      checkLength(shape, text.length, broken);
      if (shape.pattern !== undefined && !toRegExp(shape.pattern).test(text)) {
        broken(`satisfy regular expression pattern: ${shape.pattern}`);
      }
      return;
    }
    case 'integer':
    case 'long': {
      const number = expectType(value, isInteger, 'Integer', path);
      checkRange(shape, number, broken);
      return;
    }
    case 'float':
    case 'double': {
      const number = expectType(value, isNumber, 'Double', path);
      checkRange(shape, number, broken);
      return;
    }
    case 'boolean':
      expectType(value, isBoolean, 'Boolean', path);
      return;
    case 'timestamp':
      expectType(value, isTime, 'Timestamp', path);
      return;
    case 'blob':
      return;
  }
}

/** The service names the map and all the rules for its entries, not the entry. */
function checkEntry(
  model: ServiceModel,
  name: string,
  value: unknown,
  part: 'keys' | 'value',
  broken: Broken,
): void {
  const found: string[] = [];
  visit(model, name, value, '', found);
  if (found.length === 0) return;
  const { min, max, pattern } = model.shapes[name]!;
  const rules = [
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${pattern}`]),
  ];
  broken(`satisfy constraint: [${rules.join(', ')}]`, `Map ${part}`);
}

function checkLength(shape: Shape, length: number, broken: Broken): void {
  if (shape.max !== undefined && length > shape.max) {
    broken(`have length less than or equal to ${shape.max}`);
  }
  if (shape.min !== undefined && length < shape.min) {
    broken(`have length greater than or equal to ${shape.min}`);
  }
}

function checkRange(shape: Shape, value: number, broken: Broken): void {
  if (shape.max !== undefined && value > shape.max) {
    broken(`have value less than or equal to ${shape.max}`);
  }
  if (shape.min !== undefined && value < shape.min) {
    broken(`have value greater than or equal to ${shape.min}`);
  }
}

const patterns = new Map<string, RegExp>();

/** A Java pattern as JavaScript's: the POSIX classes and anchors that the model uses are spelt out. */
export function toRegExp(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    const translated = pattern
      .replaceAll('\\p{Print}', ' -~')
      .replaceAll('\\p{ASCII}', '\\x00-\\x7F')
      .replaceAll('\\p{Alnum}', 'a-zA-Z0-9')
      .replaceAll('\\A', '^')
      .replaceAll(/\\[zZ]/g, '$');
    const whole = `^(?:${translated})$`;
    // Only so are two escapes of surrogates one character, as in Java.
    const needsCodePoints = /\\p\{|\\u[dD][89abAB]/.test(translated);
    compiled = needsCodePoints ? new RegExp(whole, 'u') : new RegExp(whole);
    patterns.set(pattern, compiled);
  }
  return compiled;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isInteger = (value: unknown): value is number => Number.isInteger(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isTime = (value: unknown): value is number | string => isNumber(value) || isString(value);

function expectType<T>(
  value: unknown,
  matches: (value: unknown) => value is T,
  type: string,
  path: string,
): T {
  if (matches(value)) return value;
  throw new ServiceError(
    'SerializationException',
    `${jsonType(value)} can not be converted to a ${type}${path === '' ? '' : ` at '${path}'`}`,
  );
}

function jsonType(value: unknown): string {
  if (value === null) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  return `${typeof value}`.toUpperCase().concat('_VALUE');
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `'[${value.length} members]'`;
  if (typeof value === 'object' && value !== null) return `'{${Object.keys(value).join(', ')}}'`;
  return `'${String(value)}'`;
}

const join = (path: string, member: string): string => {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
};
