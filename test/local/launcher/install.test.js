import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPython, packagesAreInstalled } from '../../../local/launcher/install.js';

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-install-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('packagesAreInstalled', () => {
  const lock = (packages) =>
    writeFileSync(
      join(directory, 'package-lock.json'),
      JSON.stringify({ packages: { '': {}, ...packages } }),
    );
  const installed = (packages) => {
    mkdirSync(join(directory, 'node_modules'), { recursive: true });
    writeFileSync(join(directory, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
  };

  it('is false in a fresh clone', () => {
    lock({ 'node_modules/a': { version: '1.0.0' } });
    expect(packagesAreInstalled(directory)).toBe(false);
  });

  it('is true when each package is there in its version', () => {
    lock({ 'node_modules/a': { version: '1.0.0' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(packagesAreInstalled(directory)).toBe(true);
  });

  it('is false when the lockfile has moved on', () => {
    lock({ 'node_modules/a': { version: '1.0.1' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(packagesAreInstalled(directory)).toBe(false);
  });

  it('is false when a package is new', () => {
    lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(packagesAreInstalled(directory)).toBe(false);
  });

  it("does not miss another platform's binary", () => {
    lock({ 'node_modules/a-darwin': { version: '1.0.0', optional: true } });
    installed({});
    expect(packagesAreInstalled(directory)).toBe(true);
  });
});

describe('findPython', () => {
  /** A Python that answers as one of this version would. */
  const python = (name, answer) => {
    const file = join(directory, name);
    writeFileSync(file, `#!/bin/sh\necho ${answer}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it('takes the first that the pinned packages have binaries for', () => {
    const [old, newest, fitting] = [python('a', '3 9 1'), python('b', '3 14 1'), python('c', '3 12 1')];
    expect(findPython([old, newest, fitting])).toBe(fitting);
  });

  it('takes a newer one where there is no other', () => {
    const [old, newest] = [python('a', '3 9 1'), python('b', '3 14 1')];
    expect(findPython([old, newest])).toBe(newest);
  });

  it('says in one sentence that Python is missing', () => {
    expect(() => findPython([python('a', '3 9 1'), join(directory, 'none')])).toThrow(
      /^Python 3[.]10 or newer is missing \(looked for .*a, .*none\): install it, with its venv module[.]$/,
    );
  });

  it('says in one sentence that venv is missing', () => {
    expect(() => findPython([python('a', '3 11 0')])).toThrow(/^Python has no venv module \(.*a is 3[.]11\)/);
  });
});
