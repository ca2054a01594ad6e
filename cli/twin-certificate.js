import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The certificate that this process must trust but does not: the running twin's, unless the command line says
 * that AWS is the target. Null where there is nothing to do. `local/launcher/twin-state.ts` writes the file and
 * decides later, and more carefully, whether the twin runs.
 * @param {readonly string[]} words what the user typed
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | null}
 */
export function twinCertificate(words, environment) {
  if (environment.NODE_EXTRA_CA_CERTS || asksForAws(words)) return null;
  const directory = environment.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin');
  try {
    const state = JSON.parse(readFileSync(join(directory, 'twin.json'), 'utf8'));
    return typeof state.caFile === 'string' ? state.caFile : null;
  } catch {
    return null; // no twin, or a file that main.ts will complain about in words
  }
}

const asksForAws = (words) =>
  words.some((word, index) => word === '--target=aws' || (word === '--target' && words[index + 1] === 'aws'));
