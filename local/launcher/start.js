// `npm start`: installs what is missing, then hands over to main.ts. Runs before anything is installed.
import { requireNode } from './require-node.js';

requireNode();
const { spawn } = await import('node:child_process');
const { join } = await import('node:path');
const { install } = await import('./install.js');
const { ensureCertificate } = await import('./certificate.js');

const checkout = join(import.meta.dirname, '..', '..');
const directory = process.env.BALLAST_TWIN_DIRECTORY ?? join(checkout, '.twin');

let certificate;
try {
  install(checkout);
  certificate = ensureCertificate(directory).certificate;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const child = spawn(
  process.execPath,
  ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)],
  {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, BALLAST_TWIN_DIRECTORY: directory, NODE_EXTRA_CA_CERTS: certificate },
  },
);
// A terminal's Ctrl-C reaches the child by itself; every other end is passed on, and this process waits for the clean-up.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
// npm ends at SIGTERM without a word to what it runs.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref();
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
