import { Command, Option } from 'commander';
import { approve } from './commands/approve.ts';
import { backfill } from './commands/backfill.ts';
import { contract } from './commands/contract.ts';
import { data } from './commands/data.ts';
import { drift } from './commands/drift.ts';
import { features } from './commands/features.ts';
import { lineage } from './commands/lineage.ts';
import { logs } from './commands/logs.ts';
import { models } from './commands/models.ts';
import { pages } from './commands/pages.ts';
import { predict } from './commands/predict.ts';
import { release } from './commands/release.ts';
import { reproduce } from './commands/reproduce.ts';
import { rollback } from './commands/rollback.ts';
import { skew } from './commands/skew.ts';
import { status } from './commands/status.ts';
import { uploads } from './commands/uploads.ts';
import { versions } from './commands/versions.ts';

/** Every command, in the order in which the help names them. */
const commands = [
  status,
  models,
  versions,
  approve,
  release,
  predict,
  rollback,
  drift,
  features,
  skew,
  lineage,
  reproduce,
  uploads,
  backfill,
  contract,
  data,
  pages,
  logs,
] as const;

/** The command line as data: what may be typed, with its help. Making it imports no AWS client. */
export function createProgram(): Command {
  const program = new Command('ballast')
    .description('Operate a Ballast stack, on the local twin or on AWS.')
    .usage('<command> [options]')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(ballast --help, or ballast <command> --help, says what may be typed)')
    .addOption(
      new Option('--env <name>', 'environment of the stack')
        .choices(['dev', 'staging', 'prod'])
        .default('dev'),
    )
    .addOption(
      new Option(
        '--target <where>',
        'where the stack is (default: twin if one runs in this checkout, else aws)',
      ).choices(['twin', 'aws']),
    )
    .option('--profile <name>', 'AWS profile, as the AWS SDK knows it')
    .option('--region <name>', 'AWS region')
    .option('--json', 'print the answer as JSON')
    .option('--debug', 'print the stack of an error');
  for (const add of commands) program.addCommand(inherit(program, add()));
  return program;
}

/** Subcommands made apart from their program do not take over its settings by themselves. */
function inherit(program: Command, command: Command): Command {
  command.copyInheritedSettings(program);
  for (const subcommand of command.commands) inherit(command, subcommand);
  return command;
}
