import { InvalidArgumentError } from 'commander';

/** A version of something by name: `flights@3`, `flight-delay@v2`, or a name alone. Dataset versions count from 0. */
export function parseReference(text: string): { readonly name: string; readonly version: number | null } {
  const match = /^([a-z][a-z0-9-]*)(?:@v?(\d{1,9}))?$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError('Expected <name> or <name>@<version>, such as flights@3.');
  return { name: match[1]!, version: match[2] === undefined ? null : Number(match[2]) };
}
