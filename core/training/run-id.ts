import type { Cause } from '../registry/records.ts';
import { digestOf } from './digest-of.ts';

/**
 * The id of the run that a cause starts, and the name of its execution: the same cause, delivered again, is the
 * same run. New data are the same cause when they are the same versions of all datasets, whichever arrived last.
 * At most 80 characters, as Step Functions asks.
 * @param datasets version of each dataset that the run reads
 * @param requestId identifies a command's request
 */
export function runIdOf(
  model: string,
  cause: Cause,
  datasets: Readonly<Record<string, number>>,
  requestId: string,
): string {
  const decides = {
    'new-data': datasets,
    drift: cause.kind === 'drift' ? cause.report : '',
    command: requestId,
  };
  return `${model.slice(0, 50)}-${cause.kind}-${digestOf([model, decides[cause.kind]]).slice(0, 12)}`;
}
