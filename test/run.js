// `npm test`: everything that proves the project. `npm run check` (--check): what needs no twin.
// Runs every check, also after one has failed, and says at the very end how many passed and how many failed.
import { requireNode } from '../local/launcher/require-node.js';

requireNode();
const { spawn } = await import('node:child_process');
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
  await finish({ passed: 0, failed: 1 });
}

const node = process.execPath;
const installed = (...path) => join(checkout, 'node_modules', ...path);
const fast = async () => {
  await check('lint and format', node, [installed('@biomejs', 'biome', 'bin', 'biome'), 'ci', '.']);
  await check('import directions', node, [
    ...[
      installed('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
    ],
    ...['bin', 'lib', 'lambdas', 'core', 'adapters', 'local', 'cli', 'models', 'bench'],
  ]);
  await checkPython();
};
// Each uses one core.
await Promise.all([
  check('types', node, [installed('typescript', 'bin', 'tsc'), '--pretty', 'false']),
  fast(),
]);
await checkTests('unit and template tests', 'unit', 'mocked');
if (!onlyCheck) {
  await checkTemplates();
  await checkTests('the twin, end to end', 'twin');
}
await finish(total);

/** Synthesizes every environment with the stock command line and reads the templates with cfn-lint. */
async function checkTemplates() {
  const environments = ['dev', 'staging', 'prod'];
  const output = (name) => join(build, 'templates', name);
  for (const name of environments) {
    await check(`cdk synth -c env=${name}`, node, [
      ...[installed('aws-cdk', 'bin', 'cdk'), 'synth', '--quiet', '--no-notices'],
      ...['-c', `env=${name}`, '--output', output(name)],
    ]);
  }
  await check('cfn-lint', join(checkout, '.venv', 'bin', 'cfn-lint'), [
    // CDK states dependencies that CloudFormation would infer: harmless, and hundreds of lines.
    ...['--ignore-checks', 'W3005', '--non-zero-exit-code', 'error', '--'],
    ...environments.map((name) => join(output(name), `ballast-${name}.template.json`)),
  ]);
}

/** Runs a check that passes or fails as a whole; shows its output once it has ended. */
async function check(name, command, args) {
  await report(name, async () => {
    const { well, output } = await run(command, args, 'pipe');
    say(`\n── ${name}`);
    if (output.trim() !== '') say(output.trimEnd());
    return { passed: well ? 1 : 0, failed: well ? 0 : 1 };
  });
}

/** Runs projects of vitest, where each test counts. */
async function checkTests(name, ...projects) {
  say(`\n── ${name}`);
  await report(name, async () => {
    const file = join(build, `${projects[0]}-tests.json`);
    mkdirSync(build, { recursive: true });
    rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { well } = await run(node, [
      installed('vitest', 'vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...reporters,
    ]);
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
async function checkPython() {
  const python = join(checkout, '.venv', 'bin', 'python');
  const folders = new Set(
    ['models', 'test']
      .flatMap((folder) => readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /^test_.*[.]py$/.test(entry.name))
      .map((entry) => relative(checkout, entry.parentPath)),
  );
  for (const folder of folders) {
    await check(`Python tests in ${folder}`, python, ['-m', 'unittest', 'discover', '-s', folder]);
  }
}

async function report(name, work) {
  const start = Date.now();
  const { passed, failed } = await work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - start) / 1_000).toFixed(1);
  say(`── ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

/** Runs a program to its end, with its output on ours or (`pipe`) in the answer. */
function run(command, args, output = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: checkout,
      stdio: ['ignore', output, output],
      env: environment(),
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
    }
    child.once('error', (error) => resolve({ well: false, output: `${command}: ${error.message}` }));
    child.once('close', (code) => resolve({ well: code === 0, output: text }));
  });
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

/** Says the totals as the very last line, and ends. */
function finish({ passed, failed }) {
  say(`\nin ${((Date.now() - started) / 1_000).toFixed(0)} s`);
  return new Promise(() => {
    process.stdout.write(`${passed} passed, ${failed} failed\n`, () => process.exit(failed === 0 ? 0 : 1));
  });
}
