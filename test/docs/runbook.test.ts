import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarms } from '../../core/pager/alarms.ts';

const root = join(import.meta.dirname, '..', '..');
const filesBelow = (folder: string, extension: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => join(root, folder, file));
const articles = filesBelow('docs/runbook', '.md').map((file) => basename(file, '.md'));

/** Every article that the sources name, in an alarm, a page or a model definition. */
const named = new Set<string>(Object.keys(alarms));
const folders = ['core', 'lib', 'lambdas', 'models', 'adapters'];
for (const file of folders.flatMap((folder) => filesBelow(folder, '.ts'))) {
  const text = readFileSync(file, 'utf8');
  for (const [, path, article] of text.matchAll(
    /docs\/runbook\/([a-z0-9-]+)\.md|\b(?:runbook|article): '([a-z0-9-]+)'/g,
  )) {
    named.add((path ?? article)!);
  }
}

describe('the runbook', () => {
  it.each([...named])('has the article %s that the sources name', (name) => {
    expect(articles).toContain(name);
  });

  it.each(articles)('has a reason for its article %s', (article) => {
    expect([...named]).toContain(article);
  });

  it.each(articles)('tells what to do in %s', (article) => {
    const text = readFileSync(join(root, 'docs', 'runbook', `${article}.md`), 'utf8');
    expect(text).toMatch(/^# \S/);
    expect(text.split('\n').length).toBeGreaterThan(4);
  });
});
