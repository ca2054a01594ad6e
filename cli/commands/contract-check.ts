import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { GlobalOptions } from '../global-options.ts';
import { createPrint } from '../print.ts';
import { type FileReport, renderFileReport } from '../views/contract-check.ts';

interface Options {
  readonly dataset?: string;
  readonly model?: string;
  readonly out?: string;
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
    .action(async (file: string, options: Options, command: Command) => {
      const { json } = command.optsWithGlobals<GlobalOptions>();
      if (!existsSync(file)) throw new CliError('usage', `Cannot check '${file}': there is no such file`);
      const [{ findLocalContract }, { checkFile }] = await Promise.all([
        import('../local-contract.ts'),
        import('../../adapters/duckdb/check-file.ts'),
      ]);
      const contract = await findLocalContract(options);
      const directory = mkdtempSync(join(tmpdir(), 'ballast-check-'));
      try {
        // The engine sees one directory and nothing else; the file is copied there.
        const upload = join(directory, 'upload');
        await copyFile(file, upload);
        const { verdict, good, bad } = await checkFile({
          contract,
          file: upload,
          directory,
          uploadedAt: new Date(),
          split: options.out !== undefined,
        });
        const written = options.out === undefined ? [] : move(resolve(options.out), good?.file ?? null, bad);
        const report: FileReport = {
          file,
          dataset: contract.dataset,
          contractVersion: contract.version,
          verdict,
          written,
        };
        createPrint(json ?? false).result(report, (style) => renderFileReport(report, style));
        const clean = verdict.status === 'accepted' && verdict.quarantinedRows === 0;
        if (!clean) {
          const what =
            verdict.status === 'accepted'
              ? `${verdict.quarantinedRows} of ${verdict.rows + verdict.quarantinedRows} rows break the contract`
              : 'the contract refuses it';
          throw new CliError('failed', `Cannot call '${file}' clean: ${what}`);
        }
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });

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
