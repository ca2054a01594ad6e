import { Command } from 'commander';
import { functionName } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import type { DecisionAnswer } from '../function-answers.ts';
import { parseVersion } from '../parse-version.ts';
import { printable } from '../printable.ts';
import { withContext } from '../with-context.ts';

export const approve = (): Command =>
  new Command('approve')
    .description('Approve a version that waits, or decline it. Approved, its rollout starts at once.')
    .argument('<model>', 'name of the model')
    .argument('<version>', 'number of the version, such as 3 or v3', parseVersion)
    .option('--decline', 'decline it; needs a reason')
    .option('--reason <text>', 'why, for the record')
    .option('--by <who>', 'who decides (default: who the credentials say you are)')
    .action(
      withContext(
        async (
          { print, target, announce, caller },
          model: string,
          version: number,
          options: { readonly decline?: boolean; readonly reason?: string; readonly by?: string },
        ) => {
          if (options.decline && options.reason === undefined) {
            throw new CliError(
              'usage',
              `Cannot decline version ${version} of '${model}' without a reason: give --reason "what must change"`,
            );
          }
          await announce();
          const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
          const answer = await invokeFunction<DecisionAnswer>(
            functionName(target.environment, 'decide-approval'),
            {
              model,
              version,
              decision: options.decline ? 'declined' : 'approved',
              by: options.by ?? (await caller()),
              reason: options.reason ?? 'approved on the command line',
            },
          );
          print.result(answer, () => describeDecision(answer));
        },
      ),
    );

/** What came of a decision, as a sentence. */
export function describeDecision({ model, version, approval, resumed }: DecisionAnswer): string {
  const next = resumed
    ? approval.status === 'approved'
      ? `its rollout starts now; follow it with \`ballast status ${model}\``
      : 'its release ends here'
    : 'no release waited for it';
  return printable(
    `Version ${version} of '${model}' is ${approval.status} by ${approval.by} (${approval.reason}): ${next}`,
  );
}
