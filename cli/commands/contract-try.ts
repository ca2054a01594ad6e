import { Command } from 'commander';
import { parsePositive } from '../parse-version.ts';
import { renderTrials, type Trial, trialReport } from '../views/contract-try.ts';
import { withContext } from '../with-context.ts';

export const contractTry = (): Command =>
  new Command('try')
    .description(
      "Run this checkout's contracts over the last stored uploads and say what they would quarantine, compared with what became of them then. Changes nothing.",
    )
    .argument('<model>', 'name of the model')
    .option('--dataset <name>', 'only this dataset of the model')
    .option('--last <count>', 'how many uploads of each dataset', parsePositive, 5)
    .action(
      withContext(
        async (
          { print, stack },
          model: string,
          options: { readonly dataset?: string; readonly last: number },
        ) => {
          const [{ findModel }, { findLocalContract }, { RegistryReader }, { tryUpload }] = await Promise.all(
            [
              import('../catalog.ts'),
              import('../local-contract.ts'),
              import('../registry-reader.ts'),
              import('../try-upload.ts'),
            ],
          );
          const { contracts } = await findModel(model);
          const datasets =
            options.dataset === undefined ? contracts.map(({ dataset }) => dataset) : [options.dataset];
          const tried = await Promise.all(datasets.map((dataset) => findLocalContract({ model, dataset })));
          const { table, dataBucket } = await stack();
          const reader = new RegistryReader(table);
          const trials: Trial[] = [];
          for (const contract of tried) {
            const uploads = (await reader.uploads(contract.dataset)).filter(
              ({ status }) => status === 'accepted' || status === 'unchanged' || status === 'rejected',
            );
            // One after the other: the disk holds one upload at a time.
            for (const upload of uploads.slice(-options.last)) {
              print.message(`Trying ${upload.key}`);
              trials.push({
                ...{ uploadId: upload.uploadId, dataset: contract.dataset, key: upload.key },
                contractVersion: contract.version,
                before: upload.verdict ?? null,
                after: await tryUpload({ bucket: dataBucket, table }, contract, upload),
              });
            }
          }
          const report = trialReport(trials);
          print.result(report, (style) => renderTrials(report, style));
        },
      ),
    );
