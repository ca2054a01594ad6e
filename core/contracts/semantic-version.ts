import type { ChangeClass } from './change-rules.ts';

const written = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Whether a text is a semantic version such as 1.0.0, without a pre-release or build part. */
export const isSemanticVersion = (text: string): boolean => written.test(text);

const parts = (version: string): [number, number, number] => {
  const found = written.exec(version);
  if (found === null) throw new Error(`Cannot compare version '${version}': it is not one such as 1.0.0`);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
};

/** The least version that may follow `version` after changes of these classes; `version` itself where there is none. */
export function versionNeeded(version: string, classes: readonly ChangeClass[]): string {
  const [major, minor, patch] = parts(version);
  if (classes.includes('breaking')) return `${major + 1}.0.0`;
  if (classes.includes('compatible')) return `${major}.${minor + 1}.0`;
  return classes.length === 0 ? version : `${major}.${minor}.${patch + 1}`;
}

/** Whether `version` is `least` or a later one. */
export function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [parts(version), parts(least)];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 || one[at]! > other[at]!;
}
