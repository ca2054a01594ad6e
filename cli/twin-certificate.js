import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The certificate that this process must trust but does not: the running twin's, unless the command line says
 * that AWS is the target. Null where there is nothing to do. It takes the place of another NODE_EXTRA_CA_CERTS:
 * whoever talks to the twin talks to nobody else. `local/launcher/twin-state.ts` writes the file that is read here,
 * and decides later, and more carefully, whether the twin runs.
 */
export function twinCertificate(words, environment) {
  if (asksForAws(words)) return null;
  const directory = environment.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin');
  try {
    const { caFile, processes } = JSON.parse(readFileSync(join(directory, 'twin.json'), 'utf8'));
    process.kill(processes.launcher.pid, 0);
    return caFile === environment.NODE_EXTRA_CA_CERTS ? null : caFile;
  } catch {
    return null; // no twin, one that has ended, or a file that the command will complain about in words
  }
}

const asksForAws = (words) =>
  words.some((word, index) => word === '--target=aws' || (word === '--target' && words[index + 1] === 'aws'));
