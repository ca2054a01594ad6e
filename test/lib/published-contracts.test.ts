import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../../core/contracts/contract.ts';
import { loadModels } from '../../lib/load-models.ts';
import { checkPublishedContracts, writeContractsLock } from '../../lib/published-contracts.ts';
import flightDelay from '../../models/flight-delay/model.ts';
import { aContract } from '../core/contracts/a-contract.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-published-'));
  mkdirSync(join(root, 'models', 'heating'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lock = () => join(root, 'models', 'heating', 'contracts.lock.json');
const check = (...contracts: Contract[]) =>
  checkPublishedContracts(root, [{ ...flightDelay, name: 'heating', contracts }]);
const narrower = aContract({
  columns: aContract().columns.map((column) =>
    column.name === 'value' ? { ...column, maximum: 40 } : column,
  ),
});

describe('checkPublishedContracts', () => {
  it("finds this checkout's contracts as they were published", async () => {
    const checkout = join(import.meta.dirname, '../..');
    expect(() => checkPublishedContracts(checkout, [flightDelay])).not.toThrow();
    const models = await loadModels(checkout);
    expect(() => checkPublishedContracts(checkout, models)).not.toThrow();
  });

  it('asks nothing of a model that has published nothing', () =>
    expect(() => check(aContract())).not.toThrow());

  it('finds a contract unchanged, whatever the order of its members', () => {
    writeContractsLock(root, 'heating', [aContract()]);
    expect(() => check(aContract())).not.toThrow();
    expect(() =>
      check(Object.fromEntries(Object.entries(aContract()).reverse()) as unknown as Contract),
    ).not.toThrow();
  });

  it('names each change, its class, the version that it needs and what to do', () => {
    writeContractsLock(root, 'heating', [aContract()]);
    expect(() => check(narrower)).toThrow(
      "models/heating: contract 'readings' 1.0.0 needs version 2.0.0 or later, published is 1.0.0: raise it, then run `npx ballast contract publish heating`",
    );
    expect(() => check(narrower)).toThrow(
      'breaking: columns.value.maximum: refusing-promise-narrowed: 50 → 40 (what was accepted is refused)',
    );
    expect(() => check({ ...narrower, version: '1.9.0' })).toThrow('needs version 2.0.0');
  });

  it('asks for the publication of a change that has its version', () => {
    writeContractsLock(root, 'heating', [aContract()]);
    const next = { ...narrower, version: '2.0.0' };
    expect(() => check(next)).toThrow("'readings' 2.0.0 differs from the published 1.0.0: run `npx ballast");
    writeContractsLock(root, 'heating', [next]);
    expect(() => check(next)).not.toThrow();
  });

  it('takes no version back', () => {
    writeContractsLock(root, 'heating', [aContract({ version: '1.1.0' })]);
    expect(() => check(aContract({ version: '1.0.0' }))).toThrow('needs version 1.1.0 or later');
  });

  it('asks for the publication of a further dataset, and notices one that is gone', () => {
    writeContractsLock(root, 'heating', [aContract()]);
    expect(() => check(aContract(), aContract({ dataset: 'rooms' }))).toThrow(
      "'rooms' 1.0.0 is not published",
    );
    expect(() => check()).toThrow("'readings' was published and is gone");
  });

  it('notices a lock file that was edited', () => {
    writeContractsLock(root, 'heating', [aContract()]);
    writeFileSync(lock(), readFileSync(lock(), 'utf8').replace('"maximum": 50', '"maximum": 40'));
    expect(() => check(narrower)).toThrow('is not what was published');
    writeFileSync(lock(), '{');
    expect(() => check(narrower)).toThrow(/contracts\.lock\.json: it is not JSON/);
  });
});
