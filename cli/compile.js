// Plain JavaScript, so that Node runs it as it is.
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const checkout = join(import.meta.dirname, '..');
const output = join(checkout, '.build', 'cli');
/** A process that still runs may import more of what it was started from. */
const keptInMilliseconds = 86_400_000;

/**
 * Imports a TypeScript module of this checkout with all that it imports. Node cannot run TypeScript by itself before
 * version 22.18, and to translate file by file takes a second at every start: what was bundled once is run again for as
 * long as no source of it has changed.
 * @param {string} entry path below the checkout, `cli/main.ts`
 * @returns {Promise<any>} the module
 */
export async function importCompiled(entry) {
  const manifest = join(output, `${entry.replaceAll(/[^a-z0-9-]+/gi, '-')}.json`);
  const compiled = readCompiled(manifest);
  if (compiled !== null) return import(pathToFileURL(compiled).href);
  if (mayWrite()) return import(pathToFileURL(await compile(entry, manifest)).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import(pathToFileURL(join(checkout, entry)).href);
}

/** A checkout may be another user's, or mounted to be read only: each start is slow then. */
function mayWrite() {
  try {
    mkdirSync(output, { recursive: true });
    accessSync(output, constants.W_OK);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return false;
    throw error;
  }
}

/** The compiled module, or null where there is none, or a source has changed since. */
function readCompiled(manifest) {
  try {
    const { sources, module } = JSON.parse(readFileSync(manifest, 'utf8'));
    const isCurrent = Object.entries(sources).every(([file, stamp]) => stampOf(file) === stamp);
    return isCurrent && existsSync(module) ? module : null;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** When a file was changed, and its size: another text has another stamp. */
function stampOf(file) {
  const { mtimeMs, size } = statSync(join(checkout, file));
  return `${mtimeMs} ${size}`;
}

async function compile(entry, manifest) {
  const { build } = await import('esbuild');
  const folder = join(output, `${Date.now()}-${randomUUID()}`);
  const { metafile } = await build({
    absWorkingDir: checkout,
    entryPoints: { module: entry },
    outdir: folder,
    ...{ outExtension: { '.js': '.mjs' }, format: 'esm', platform: 'node', target: 'node20' },
    ...{ bundle: true, splitting: true, metafile: true, sourcemap: 'linked', logLevel: 'silent' },
    // Packages that hold binaries, which they look for beside themselves.
    external: ['@duckdb/node-api', 'esbuild'],
    mainFields: ['module', 'main'],
    // What is CommonJS in the bundle asks for Node's own modules this way.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    plugins: [directoryOfSource],
  });
  const sources = Object.keys(metafile.inputs).filter((file) => !isOfPackage(file));
  const module = join(folder, 'module.mjs');
  // Packages change with the lock alone.
  const stamps = [...sources, 'package-lock.json'].map((file) => [file, stampOf(file)]);
  const written = `${manifest}.${randomUUID()}`;
  writeFileSync(written, JSON.stringify({ module, sources: Object.fromEntries(stamps) }));
  renameSync(written, manifest);
  removeOld();
  return module;
}

const isOfPackage = (file) => file.split(sep).includes('node_modules');

/** A module's own folder is that of its source, not of the bundle. */
const directoryOfSource = {
  name: 'directory-of-source',
  setup(build) {
    build.onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
      if (isOfPackage(relative(checkout, path))) return undefined;
      const contents = readFileSync(path, 'utf8');
      return {
        contents: contents.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
        loader: 'ts',
      };
    });
  },
};

function removeOld() {
  const manifests = readdirSync(output).filter((name) => name.endsWith('.json'));
  const used = manifests.map((name) => readFileSync(join(output, name), 'utf8'));
  for (const name of readdirSync(output)) {
    const madeAt = Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (!(Date.now() - madeAt > keptInMilliseconds) || used.some((text) => text.includes(name))) continue;
    rmSync(join(output, name), { recursive: true, force: true });
  }
}
