import { closeSync, mkdirSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Contract } from '../core/contracts/contract.ts';
import { CliError } from './cli-error.ts';

/**
 * Adds a `--reference <dataset>=<path>` to those given before.
 * @throws InvalidArgumentError where it is not of that form, or names a dataset again
 */
export function parseReference(
  text: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, dataset, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (dataset === undefined || path === undefined) {
    throw new InvalidArgumentError('Expected dataset=path, such as rooms=./rooms.');
  }
  if (given[dataset] !== undefined) {
    throw new InvalidArgumentError(`'${dataset}' is given already; name a folder for many files.`);
  }
  return { ...given, [dataset]: path };
}

/**
 * Copies the given Parquet files of the datasets that a contract refers to below `directory`, beyond which the engine sees
 * nothing. Answers with the copies by dataset; datasets that are not given are not among them.
 * @throws CliError where a path holds no Parquet file, or the contract refers to no such dataset
 */
export async function copyReferences(
  contract: Contract,
  given: Readonly<Record<string, string>>,
  directory: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const known = [...new Set((contract.references ?? []).map(({ dataset }) => dataset))];
  const copies: Record<string, readonly string[]> = {};
  for (const [dataset, path] of Object.entries(given)) {
    if (!known.includes(dataset)) {
      throw new CliError(
        'usage',
        `Cannot use --reference ${dataset}=${path}: the contract of '${contract.dataset}' refers to ${known.join(', ') || 'no dataset'}`,
      );
    }
    const folder = join(directory, `reference-${known.indexOf(dataset)}`);
    mkdirSync(folder);
    copies[dataset] = await Promise.all(
      parquetFiles(path).map(async (file, index) => {
        const copy = join(folder, `${index}.parquet`);
        await copyFile(file, copy);
        return copy;
      }),
    );
  }
  return copies;
}

function parquetFiles(path: string): string[] {
  const cannot = (why: string): CliError =>
    new CliError('usage', `Cannot take references from '${path}': ${why}`);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw cannot('there is no such file or folder');
  if (!found.isDirectory()) {
    if (!isParquet(path)) throw cannot('it is not a Parquet file');
    return [path];
  }
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => join(path, name))
    .sort();
  if (files.length === 0) throw cannot('no file in it ends with .parquet');
  const broken = files.find((file) => !isParquet(file));
  if (broken !== undefined) throw cannot(`'${broken}' is not a Parquet file`);
  return files;
}

/** Whether a file begins as a Parquet file does. */
function isParquet(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(4);
    return readSync(descriptor, start, 0, 4, 0) === 4 && start.toString('latin1') === 'PAR1';
  } finally {
    closeSync(descriptor);
  }
}
