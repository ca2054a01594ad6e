import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Installs what is missing: npm packages as the lockfile has them, and a Python environment below the checkout.
 * Nothing is done, in a few milliseconds, where everything is in place.
 * @param {string} checkout the repository's root
 * @param {{ requirements?: string }} [options] which pinned requirements the Python environment must hold
 * @throws Error that says in one sentence what is missing
 */
export function install(checkout, { requirements = 'local/requirements.txt' } = {}) {
  installPackages(checkout);
  installPython(checkout, requirements);
}

function installPackages(checkout) {
  if (packagesAreInstalled(checkout)) return;
  timed('Installing npm packages (npm ci)', () => {
    const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', arguments_, checkout, 'Cannot install the npm packages');
  });
}

/**
 * Whether `node_modules` holds every package of the lockfile in its version, by npm's own list of what it installed.
 * Packages for other platforms are optional and may be missing.
 * @param {string} checkout
 */
export function packagesAreInstalled(checkout) {
  const installedFile = join(checkout, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' ||
      (installed[path] === undefined ? optional === true : installed[path].version === version),
  );
}

function installPython(checkout, requirements) {
  const environment = join(checkout, '.venv');
  const python = join(environment, 'bin', 'python');
  const stamp = stampOf(checkout, requirements);
  const digest = requirementsDigest(checkout, requirements);
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  // Without pip, making it was interrupted.
  if (!existsSync(python) || !existsSync(join(environment, 'bin', 'pip'))) {
    const found = findPython();
    timed(`Making the Python environment .venv with ${found}`, () =>
      run(
        found,
        ['-m', 'venv', '--clear', environment],
        checkout,
        'Cannot make the Python environment .venv',
      ),
    );
  }
  timed(`Installing Python packages (${requirements})`, () => {
    const quiet = ['--disable-pip-version-check', '--no-input', '--quiet'];
    const arguments_ = ['-m', 'pip', 'install', ...quiet, '-r', requirements];
    run(python, arguments_, checkout, 'Cannot install the Python packages');
  });
  for (const each of withIncluded(checkout, requirements)) {
    writeFileSync(stampOf(checkout, each), requirementsDigest(checkout, each));
  }
}

const stampOf = (checkout, requirements) =>
  join(checkout, '.venv', `${requirements.replaceAll(/[^a-z]+/g, '-')}.sha256`);

/** A requirements file and those that it includes with `-r`, all relative to the checkout. */
function withIncluded(checkout, requirements) {
  const text = readFileSync(join(checkout, requirements), 'utf8');
  const included = [...text.matchAll(/^-r\s+(\S+)/gm)].map(([, file]) => join(dirname(requirements), file));
  return [requirements, ...included.flatMap((file) => withIncluded(checkout, file))];
}

function requirementsDigest(checkout, requirements) {
  const hash = createHash('sha256');
  for (const file of withIncluded(checkout, requirements)) hash.update(readFileSync(join(checkout, file)));
  return hash.digest('hex');
}

const oldestPython = [3, 10];
/** The newest that the pinned packages have binaries for. */
const newestPython = [3, 13];
const pythonNames = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/**
 * A Python that can make the environment: `BALLAST_PYTHON`, or the first suitable one of the path.
 * @throws Error that says what is missing
 */
export function findPython(names = process.env.BALLAST_PYTHON ? [process.env.BALLAST_PYTHON] : pythonNames) {
  const script =
    'import sys, importlib.util as u; print(*sys.version_info[:2], int(all(u.find_spec(m) for m in ("venv", "ensurepip"))))';
  let newer;
  let withoutVenv;
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['-c', script], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [major, minor, venv] = stdout.trim().split(' ').map(Number);
    if (compare([major, minor], oldestPython) < 0) continue;
    if (venv !== 1) withoutVenv ??= `${name} is ${major}.${minor}`;
    else if (compare([major, minor], newestPython) > 0) newer ??= name;
    else return name;
  }
  if (newer !== undefined) return newer;
  if (withoutVenv !== undefined) {
    throw new Error(
      `Python has no venv module (${withoutVenv}): install it, on Debian and Ubuntu with \`apt install python3-venv\`.`,
    );
  }
  throw new Error(
    `Python ${oldestPython.join('.')} or newer is missing (looked for ${names.join(', ')}): install it, with its venv module.`,
  );
}

const compare = ([a, b], [c, d]) => a - c || b - d;

function run(command, arguments_, cwd, problem) {
  const { status, signal, error } = spawnSync(command, arguments_, {
    cwd,
    stdio: ['ignore', 2, 2],
  });
  if (error !== undefined) throw new Error(`${problem}: ${command}: ${error.message}`);
  if (status !== 0)
    throw new Error(
      `${problem}: ${command} ended with ${signal ?? `exit code ${status}`} (its messages are above).`,
    );
}

function timed(what, work) {
  say(`${what} …`);
  const started = Date.now();
  work();
  say(`${what}: done in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}
