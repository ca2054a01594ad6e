import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Reference } from '../../core/contracts/contract.ts';
import { CliError } from '../cli-error.ts';
import { copyReferences, parseReference } from '../given-references.ts';
import type { GlobalOptions } from '../global-options.ts';
import { createPrint } from '../print.ts';
import { type FileReport, renderFileReport } from '../views/contract-check.ts';

interface Options {
  readonly dataset?: string;
  readonly model?: string;
  readonly out?: string;
  readonly reference: Readonly<Record<string, string>>;
}

export const contractCheck = (): Command =>
  new Command('check')
    .description(
      "Check a local file against this checkout's contract: the very check that an upload gets, on this machine, without AWS.",
    )
    .argument('<file>', 'CSV (also gzip), JSON lines or Parquet')
    .option('--dataset <name>', 'the dataset whose contract it is checked against')
    .option('--model <name>', 'the model whose dataset it is, where that has only one')
    .option('--out <directory>', 'write accepted.parquet and quarantined.parquet there')
    .option(
      '--reference <dataset=path>',
      'Parquet file, or folder of such, of a dataset that the contract refers to; may be given again',
      parseReference,
      {},
    )
    .action(async (file: string, options: Options, command: Command) => {
      const { json } = command.optsWithGlobals<GlobalOptions>();
      const found = statSync(file, { throwIfNoEntry: false });
      if (found === undefined) throw new CliError('usage', `Cannot check '${file}': there is no such file`);
      if (!found.isFile()) {
        throw new CliError('usage', `Cannot check '${file}': it is no file; name the files in it one by one`);
      }
      const [{ findLocalContract }, { checkFile }, { references: referenceChecks }] = await Promise.all([
        import('../local-contract.ts'),
        import('../../adapters/duckdb/check-file.ts'),
        import('../../core/contracts/checks/references.ts'),
      ]);
      const contract = await findLocalContract(options);
      const directory = mkdtempSync(join(tmpdir(), 'ballast-check-'));
      try {
        // The engine sees one directory and nothing else; the file is copied there.
        const upload = join(directory, 'upload');
        await copyFile(file, upload);
        const references = await copyReferences(contract, options.reference, directory);
        const isGiven = ({ dataset }: Pick<Reference, 'dataset'>): boolean =>
          references[dataset] !== undefined;
        const { verdict, good, bad } = await checkFile({
          contract: { ...contract, references: (contract.references ?? []).filter(isGiven) },
          file: upload,
          directory,
          references,
          uploadedAt: new Date(),
          split: options.out !== undefined,
        });
        const written = options.out === undefined ? [] : move(resolve(options.out), good?.file ?? null, bad);
        const report: FileReport = {
          file,
          dataset: contract.dataset,
          contractVersion: contract.version,
          verdict,
          notChecked: referenceChecks(contract).filter((reference) => !isGiven(reference)),
          written,
        };
        createPrint(json ?? false).result(report, (style) => renderFileReport(report, style));
        const blemish = blemishOf(report);
        if (blemish !== null) throw new CliError('failed', `Cannot call '${file}' clean: ${blemish}`);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });

/** Why a file cannot be called clean, or null: what was not looked at is not known to be good. */
function blemishOf({ verdict, notChecked }: FileReport): string | null {
  if (verdict.status === 'rejected') return 'the contract refuses it';
  if (verdict.quarantinedRows > 0) {
    return `${verdict.quarantinedRows} of ${verdict.rows + verdict.quarantinedRows} rows break the contract`;
  }
  return notChecked.length === 0
    ? null
    : `${notChecked.map(({ rule }) => rule).join(', ')} was not checked; give ${notChecked.map(({ dataset }) => `--reference ${dataset}=<Parquet file or folder>`).join(' ')}`;
}

function move(out: string, good: string | null, bad: string | null): string[] {
  mkdirSync(out, { recursive: true });
  const written: string[] = [];
  for (const [from, name] of [
    [good, 'accepted.parquet'],
    [bad, 'quarantined.parquet'],
  ] as const) {
    const to = join(out, name);
    // What an earlier check left there would pass for this one's.
    rmSync(to, { force: true });
    if (from === null) continue;
    moveFile(from, to);
    written.push(to);
  }
  return written;
}

function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
}
