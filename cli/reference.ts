import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** The text of docs/cli.md, from the commands themselves: what is typed, what is answered, what the exit codes say. */
export function reference(): string {
  const program = createProgram();
  const commands = program.commands.filter((command) => command.name() !== 'help');
  return `${[
    '# The command line',
    '',
    '<!-- Written by `node --import tsx cli/write-reference.ts` from the commands in cli/commands/; a test holds it current. -->',
    '',
    '`npx ballast <command>` works on the local twin if one runs in this checkout, otherwise on AWS with the credentials, profile and',
    'region that the AWS SDK resolves. Whatever changes something says first, on stderr, where it is about to do so.',
    '',
    '- **stdout is data**: a table, or with `--json` one JSON value with stable member names and times in ISO 8601. **stderr is messages.**',
    '- Times are UTC. Colours appear only on a terminal, and never where `NO_COLOR` is set.',
    '- A failure is one sentence that says what was tried, why it failed and what to do; its stack appears only with `--debug`.',
    '- Models, owners and datasets are those of this checkout (`models/`); what became of them is read from the registry.',
    '',
    '## By example',
    '',
    '```',
    'npx ballast status                                   # what serves, runs, waits, failed',
    'npx ballast approve flight-delay 2 --reason "metrics read"',
    'npx ballast rollback flight-delay && echo "proved"',
    'npx ballast lineage flight-delay@2                   # data, uploads, code, job behind a version',
    'npx ballast predict flight-delay --request @request.json',
    'npx ballast versions flight-delay --json | jq -r ".[0].metrics.auc"',
    'npx ballast status --target aws --env prod --profile operations',
    '```',
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    '',
    '## Options of every command',
    '',
    ...optionTable(program),
    '',
    ...commands.flatMap((command) => describe(command)),
  ].join('\n')}`;
}

function describe(command: Command, above: readonly string[] = []): string[] {
  const path = [...above, command.name()];
  const words = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const own = command.options.length === 0 ? [] : ['[options]'];
  return [
    `${'#'.repeat(path.length + 1)} ${path.join(' ')}`,
    '',
    '```',
    ['ballast', ...path, ...own, ...words].join(' '),
    '```',
    '',
    command.description(),
    '',
    ...command.registeredArguments.map((argument) => `- \`${argument.name()}\`: ${argument.description}`),
    ...(command.registeredArguments.length === 0 ? [] : ['']),
    ...(command.options.length === 0 ? [] : [...optionTable(command), '']),
    ...command.commands.flatMap((subcommand) => describe(subcommand, path)),
  ];
}

function optionTable(command: Command): string[] {
  return [
    '| option | |',
    '| --- | --- |',
    ...command.options.map(({ flags, description, argChoices, defaultValue, defaultValueDescription }) => {
      const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`];
      const shown = defaultValueDescription ?? defaultValue;
      const preset = shown === undefined ? [] : [`default ${shown}`];
      const notes = [...choices, ...preset].join('; ');
      const text = notes === '' ? description : `${description}; ${notes}`;
      return `| \`${flags.replaceAll('|', '\\|')}\` | ${text.replaceAll('|', '\\|')} |`;
    }),
  ];
}
