// `npm test`: everything that proves the project. `npm run check` (--check): what needs no twin.
// Runs every check, also after one has failed, and says at the very end how many passed and how many failed.
import { requireNode } from '../local/launcher/require-node.js';

requireNode();
const { spawnSync } = await import('node:child_process');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } = await import('node:fs');
const { devNull } = await import('node:os');
const { join, relative } = await import('node:path');
const { install } = await import('../local/launcher/install.js');

const checkout = join(import.meta.dirname, '..');
const build = join(checkout, '.build');
const started = Date.now();
const onlyCheck = process.argv.includes('--check');
const say = (line) => process.stdout.write(`${line}\n`);
const total = { passed: 0, failed: 0 };

try {
  install(checkout, { requirements: 'local/requirements-test.txt' });
} catch (error) {
  say(error.message);
  finish({ passed: 0, failed: 1 });
}

const node = process.execPath;
const installed = (...path) => join(checkout, 'node_modules', ...path);
check('types', node, [installed('typescript', 'bin', 'tsc'), '--pretty', 'false']);
check('lint and format', node, [installed('@biomejs', 'biome', 'bin', 'biome'), 'ci', '.']);
check('import directions', node, [
  ...[installed('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs'],
  ...['bin', 'lib', 'lambdas', 'core', 'adapters', 'local', 'cli', 'models'],
]);
checkTests('unit and template tests', 'unit');
checkPython();
if (!onlyCheck) checkTests('the twin, end to end', 'twin');
finish(total);

/** Runs a check that passes or fails as a whole. */
function check(name, command, args) {
  report(name, () => {
    const passed = runs(command, args);
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
  });
}

/** Runs one of vitest's projects, where each test counts. */
function checkTests(name, project) {
  report(name, () => {
    const file = join(build, `${project}-tests.json`);
    mkdirSync(build, { recursive: true });
    rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const well = runs(node, [installed('vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters]);
    if (!existsSync(file)) return { passed: 0, failed: 1 };
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    // A file that could not be loaded has failed, though none of its tests has.
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    ).length;
    const failed = numFailedTests + broken;
    return { passed: numPassedTests, failed: well || failed > 0 ? failed : 1 };
  });
}

/** Runs the Python tests (`test_*.py`) of the models and of the containers that they run in, where there are any. */
function checkPython() {
  const python = join(checkout, '.venv', 'bin', 'python');
  const folders = new Set(
    ['models', 'test']
      .flatMap((folder) => readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /^test_.*[.]py$/.test(entry.name))
      .map((entry) => relative(checkout, entry.parentPath)),
  );
  for (const folder of folders) {
    check(`Python tests in ${folder}`, python, ['-m', 'unittest', 'discover', '-s', folder]);
  }
}

function report(name, work) {
  say(`\n── ${name}`);
  const start = Date.now();
  const { passed, failed } = work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - start) / 1_000).toFixed(1);
  say(`── ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

function runs(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: checkout, stdio: 'inherit', env: environment() });
  if (error !== undefined) say(`${command}: ${error.message}`);
  return status === 0;
}

/** The caller's environment without its AWS: no test may reach an account by accident. */
function environment() {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(entries),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

function finish({ passed, failed }) {
  say(`\nin ${((Date.now() - started) / 1_000).toFixed(0)} s`);
  process.exitCode = failed === 0 ? 0 : 1;
  process.stdout.write(`${passed} passed, ${failed} failed\n`, () => process.exit());
}
