import { CliError } from '../../cli-error.ts';

/** What is said where the lineage graph knows nothing of what somebody named. */
export const unknownNode = (text: string): CliError =>
  new CliError(
    'notFound',
    `Cannot find '${text}' in the lineage graph: it knows no upload, dataset version, run or model version of that name; \`ballast status\` shows what there is, and a change takes some seconds to arrive`,
  );
