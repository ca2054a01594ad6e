import { InvalidArgumentError } from 'commander';

export interface DatasetReference {
  readonly dataset: string;
  /** A number, an ISO 8601 instant, or null where none was given. */
  readonly version: string | null;
}

/** `flights`, `flights@3`, or `flights@2013-04-01T00:00:00Z`: the version that was the newest then. */
export function parseDatasetReference(text: string): DatasetReference {
  const match = /^([a-z][a-z0-9-]*)(?:@(.+))?$/.exec(text);
  if (match === null) {
    throw new InvalidArgumentError('Expected <dataset> or <dataset>@<version>, such as flights@3.');
  }
  return { dataset: match[1]!, version: match[2] === undefined ? null : parseDatasetVersion(match[2]) };
}

/** A version's number, or an instant with its time zone. */
export function parseDatasetVersion(text: string): string {
  const isInstant = /^\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
  if (/^\d{1,9}$/.test(text) || isInstant) return text;
  throw new InvalidArgumentError(
    'Expected the number of a version, or an instant such as 2013-04-01T00:00:00Z.',
  );
}
