import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runDefinition } from '../../../adapters/definitions/run-definition.ts';
import type { RunRecord } from '../../../core/registry/records.ts';

const deployed = { name: 'flight-delay', seed: 2 };
const recorded = { name: 'flight-delay', seed: 1 };
process.env.LAMBDA_TASK_ROOT = mkdtempSync(join(tmpdir(), 'ballast-test-'));
writeFileSync(
  join(process.env.LAMBDA_TASK_ROOT, 'definitions.json'),
  JSON.stringify([{ definition: deployed }]),
);

it('takes the definition of the stack, save where a version is made again', () => {
  const run = { model: 'flight-delay' } as RunRecord;
  expect(runDefinition(run)).toEqual(deployed);
  const again = { ...run, reproduces: { definition: recorded } } as unknown as RunRecord;
  expect(runDefinition(again)).toEqual(recorded);
});
