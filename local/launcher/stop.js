// `npm run stop`: ends the twin and everything that it started.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode } from './require-node.js';

requireNode();
const checkout = join(import.meta.dirname, '..', '..');
const directory = process.env.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin');

if (!existsSync(join(directory, 'twin.json'))) {
  process.stderr.write('No twin runs.\n');
} else {
  const { register } = await import('tsx/esm/api');
  register();
  const { stopTwin } = await import('./stop-twin.ts');
  const found = await stopTwin(directory);
  const said = {
    nothing: 'No twin runs.',
    running: 'The twin is stopped.',
    stale: 'The twin had died; what it left is cleaned up.',
  };
  process.stderr.write(`${said[found]}\n`);
}
