import * as v from 'valibot';

const Environment = v.object({
  python: v.pipe(v.string(), v.maxLength(100)),
  packages: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(200)), v.pipe(v.string(), v.maxLength(100))),
    v.check((packages) => Object.keys(packages).length <= 1_000, 'at most 1,000 packages'),
  ),
});

/**
 * The versions of Python and its packages that a training script wrote as `environment.json`, by name; null where it
 * wrote none.
 * @throws Error when the file is something else
 */
export function packagesIn(text: string | undefined): Readonly<Record<string, string>> | null {
  if (text === undefined) return null;
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Environment), text);
  if (!read.success) {
    throw new Error(
      `Cannot read environment.json in the artifact: ${read.issues[0].message}; write {"python": "…", "packages": {"name": "version"}} in train.py, or nothing`,
    );
  }
  return { python: read.output.python, ...read.output.packages };
}
