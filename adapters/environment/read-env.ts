import type { EnvironmentVariable } from '../../core/environment-variable.ts';

/**
 * The environment variables that a function's `env.ts` names, by name.
 * @throws Error naming the first one that is not set
 */
export function readEnv<const Name extends EnvironmentVariable>(
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const values = {} as Record<Name, string>;
  for (const name of names) {
    const value = process.env[name];
    if (value === undefined || value === '') {
      throw new Error(
        `Cannot start: environment variable ${name} is not set; the stack gives it to the function`,
      );
    }
    values[name] = value;
  }
  return values;
}
