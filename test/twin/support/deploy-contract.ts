import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';

const checkout = join(import.meta.dirname, '..', '..', '..');
const python = join(checkout, '.venv', 'bin', 'python');

/** A contract as `definitions.json` has it. */
export interface DeployedContract {
  dataset: string;
  version: string;
  rules: { readonly name: string }[];
}

/**
 * Deploys functions of the twin anew with one dataset's contract changed: what `cdk deploy` would do, in seconds. Without
 * a change, as they were.
 */
export async function deployContract(
  dataset: string,
  functions: readonly string[],
  change: (contract: DeployedContract) => void = () => {},
): Promise<void> {
  const lambda = new LambdaClient({});
  for (const name of functions) {
    const directory = mkdtempSync(join(tmpdir(), 'ballast-test-bundle-'));
    try {
      const bundle = join(directory, 'bundle');
      cpSync(join(checkout, '.build', 'twin', 'functions', name), bundle, { recursive: true });
      const file = join(bundle, 'definitions.json');
      const models = JSON.parse(readFileSync(file, 'utf8')) as {
        definition: { contracts: DeployedContract[] };
      }[];
      for (const { definition } of models) {
        for (const contract of definition.contracts) if (contract.dataset === dataset) change(contract);
      }
      writeFileSync(file, JSON.stringify(models));
      const zip = join(directory, 'bundle.zip');
      const zipped = spawnSync(python, ['-m', 'zipfile', '-c', zip, 'handler.js', 'definitions.json'], {
        cwd: bundle,
      });
      if (zipped.status !== 0) throw new Error(`Cannot zip ${name}: ${zipped.stderr}`);
      await lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: `ballast-dev-${name}`, ZipFile: readFileSync(zip) }),
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
