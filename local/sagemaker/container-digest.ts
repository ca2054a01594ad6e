import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What stands for the digest of the container's image, `sha256:…`: over the versions of Python and its packages, which
 * are all that this machine's container is made of. The same packages give the same digest.
 * @param python of a virtual environment, `<venv>/bin/python`
 */
export function containerDigest(python: string): string {
  const lib = join(dirname(dirname(python)), 'lib');
  const parts = readdirSync(lib)
    .filter((name) => name.startsWith('python3.'))
    .flatMap((version) => [
      version,
      ...readdirSync(join(lib, version, 'site-packages')).filter((name) => name.endsWith('.dist-info')),
    ]);
  return `sha256:${createHash('sha256').update(parts.sort().join('\n')).digest('hex')}`;
}
