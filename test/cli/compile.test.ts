import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const output = join(checkout, '.build', 'cli');
mkdirSync(join(checkout, '.build'), { recursive: true });
const folder = mkdtempSync(join(checkout, '.build', 'compile-test-'));
const entry = join(folder, 'entry.ts');
const part = join(folder, 'part.ts');
const manifest = join(output, `${relative(checkout, entry).replaceAll(/[^a-z0-9-]+/gi, '-')}.json`);
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(manifest, { force: true });
});

/** What a process of its own, as every command is one, reads from the module. */
function run() {
  const compile = pathToFileURL(join(checkout, 'cli', 'compile.js')).href;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { importCompiled } = await import('${compile}');
       console.log(JSON.stringify(await importCompiled(${JSON.stringify(relative(checkout, entry))})));`,
    ],
    { encoding: 'utf8' },
  );
  return { status, stderr, module: stdout === '' ? null : (JSON.parse(stdout) as unknown) };
}

/** What is known of the entry as it was compiled last. */
const known = (): string => readFileSync(manifest, 'utf8');

describe('importCompiled', () => {
  it('imports TypeScript with what it imports, each module in its own folder', () => {
    writeFileSync(entry, "export { value, directory } from './part.ts';\nexport type Kind = 'a';\n");
    writeFileSync(
      part,
      'export const value: number = 1;\nexport const directory: string = import.meta.dirname;\n',
    );
    expect(run()).toEqual({ status: 0, stderr: '', module: { value: 1, directory: folder } });
  });

  it('compiles nothing that has not changed', () => {
    const before = known();
    expect(run().module).toMatchObject({ value: 1 });
    expect(known()).toBe(before);
  });

  it('compiles again when a module that is imported has changed', () => {
    writeFileSync(part, 'export const value = 22;\nexport const directory = "elsewhere";\n');
    expect(run().module).toEqual({ value: 22, directory: 'elsewhere' });
  });

  it('compiles again when what was compiled is gone', () => {
    rmSync(dirname((JSON.parse(known()) as { module: string }).module), { recursive: true });
    expect(run().module).toMatchObject({ value: 22 });
  });

  /** Whom the folder does not let write: somebody else, where we are the administrator. */
  const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const mayRead =
    spawnSync('test', ['-r', join(checkout, 'node_modules', 'tsx', 'package.json')], stranger).status === 0;

  it.runIf(mayRead)('translates file by file where it may write nothing', () => {
    const closed = mkdtempSync(join(tmpdir(), 'ballast-compile-'));
    try {
      mkdirSync(join(closed, 'cli'));
      copyFileSync(join(checkout, 'cli', 'compile.js'), join(closed, 'cli', 'compile.js'));
      symlinkSync(join(checkout, 'node_modules'), join(closed, 'node_modules'));
      writeFileSync(join(closed, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(closed, 'entry.ts'), 'export const value: number = 5;');
      chmodSync(closed, 0o555);
      const script = `const { importCompiled } = await import('./cli/compile.js');
        console.log((await importCompiled('entry.ts')).value);`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
        encoding: 'utf8',
        cwd: closed,
        ...stranger,
      });
      expect(stderr).toBe('');
      expect(stdout).toBe('5\n');
      expect(existsSync(join(closed, '.build'))).toBe(false);
    } finally {
      chmodSync(closed, 0o755);
      rmSync(closed, { recursive: true });
    }
  });

  it('says where a module cannot be compiled', () => {
    writeFileSync(part, 'export const value = ;\n');
    const { status, stderr } = run();
    expect(status).not.toBe(0);
    expect(stderr).toContain(`${relative(checkout, part)}:1:21: ERROR`);
  });
});
