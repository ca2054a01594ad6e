import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../lib/load-models.ts';
import flightDelay from '../../models/flight-delay/model.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-models-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes a model folder that differs from the example in some fields, and its runbook unless told not to. */
function writeModel(name: string, change: object, options: { readonly runbook?: boolean } = {}): void {
  const model = { ...flightDelay, name, ...change };
  mkdirSync(join(root, 'models', name), { recursive: true });
  writeFileSync(join(root, 'models', name, 'model.ts'), `export default ${JSON.stringify(model)};\n`);
  if (options.runbook ?? true) {
    mkdirSync(join(root, 'docs', 'runbook'), { recursive: true });
    writeFileSync(join(root, flightDelay.owner.runbook), '# What to do\n');
  }
}

describe('loadModels', () => {
  it('finds every folder with a model, in the order of their names', async () => {
    writeModel('b-model', {});
    writeModel('a-model', {});
    expect((await loadModels(root)).map(({ name }) => name)).toEqual(['a-model', 'b-model']);
  });

  it.each([
    ['owner', { owner: undefined }, /models\/broken\/model\.ts: owner/],
    ['threshold', { gates: [] }, /models\/broken\/model\.ts: gates/],
    ['bound of a threshold', { gates: [{ metric: 'auc' }] }, /models\/broken\/model\.ts: gates\.0/],
    [
      'runbook',
      { owner: { ...flightDelay.owner, runbook: undefined } },
      /models\/broken\/model\.ts: owner\.runbook/,
    ],
  ])('names the file and the field of a missing %s', async (_, change, expected) => {
    writeModel('broken', change);
    await expect(loadModels(root)).rejects.toThrow(expected);
  });

  it('asks for the runbook itself, not only for its name', async () => {
    writeModel('broken', {}, { runbook: false });
    await expect(loadModels(root)).rejects.toThrow(
      /models\/broken\/model\.ts: owner\.runbook: docs\/runbook\/flight-delay\.md does not exist/,
    );
  });

  it("wants the folder's name as the model's", async () => {
    writeModel('folder', { name: 'another' });
    await expect(loadModels(root)).rejects.toThrow("name: must be the folder's name 'folder'");
  });
});
