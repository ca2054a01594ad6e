import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { functionName, modelPrefix } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import type { ReleaseAnswer } from '../function-answers.ts';
import { withContext } from '../with-context.ts';

export const release = (): Command =>
  new Command('release')
    .description(
      'Start a release by hand, with the newest data: training, evaluation, gates, approval, rollout.',
    )
    .argument('<model>', 'name of the model')
    .option('--code <directory>', "take this folder's scripts over the model's own")
    .option('--reason <text>', 'why, for the record', 'asked for on the command line')
    .option('--by <who>', 'who asks (default: who the credentials say you are)')
    .action(
      withContext(
        async (
          { print, target, announce, caller, stack },
          model: string,
          options: { readonly code?: string; readonly reason: string; readonly by?: string },
        ) => {
          const { findModel } = await import('../catalog.ts');
          await findModel(model);
          const directory = options.code === undefined ? undefined : resolve(options.code);
          if (directory !== undefined && !existsSync(directory)) {
            throw new CliError(
              'usage',
              `Cannot release code from '${options.code}': there is no such folder`,
            );
          }
          await announce();
          const code =
            directory === undefined
              ? undefined
              : await uploadCode((await stack()).modelBucket, model, directory);
          if (code !== undefined) print.message(`Packed ${options.code} over models/${model} as ${code.uri}`);
          const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
          const { decisions } = await invokeFunction<ReleaseAnswer>(
            functionName(target.environment, 'start-release'),
            {
              model,
              cause: { kind: 'command', by: options.by ?? (await caller()), reason: options.reason },
              code,
              // The SDK may send a request twice; that starts one run.
              requestId: randomUUID(),
            },
          );
          const decision = decisions[0];
          if (decision === undefined) {
            throw new CliError(
              'failed',
              `Cannot tell what became of the release of '${model}': start-release decided nothing`,
            );
          }
          if (decision.runId === null) {
            throw new CliError('refused', `Cannot release '${model}': ${decision.reason}`);
          }
          print.result(
            { model, runId: decision.runId, reason: decision.reason, code: code ?? null },
            () => `Release ${decision.runId} runs; follow it with \`ballast status ${model}\``,
          );
        },
      ),
    );

/** Packs the scripts and puts them where `start-release` accepts them; the same scripts land on the same key. */
async function uploadCode(
  bucket: string,
  model: string,
  overlay: string,
): Promise<{ uri: string; digest: string }> {
  const [{ packSource }, { putFile }, { checkout }] = await Promise.all([
    import('../../lib/pack-source.ts'),
    import('../../adapters/s3/put-file.ts'),
    import('../catalog.ts'),
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'ballast-release-'));
  try {
    const { file, digest } = packSource(
      join(checkout, 'models', model),
      join(directory, 'sourcedir.tar.gz'),
      overlay,
    );
    const key = `${modelPrefix.code(model)}${digest}/sourcedir.tar.gz`;
    await putFile({ bucket, key, file, contentType: 'application/gzip' });
    return { uri: `s3://${bucket}/${key}`, digest };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
