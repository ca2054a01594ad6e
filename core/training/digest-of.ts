import { createHash } from 'node:crypto';

/** Values whose JSON says everything about them. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** SHA-256, hexadecimal, over a value's JSON with its members in order of their names. */
export const digestOf = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex');

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value as { readonly [name: string]: Json })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
