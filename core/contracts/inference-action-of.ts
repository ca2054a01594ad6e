import type { Column, ColumnCheckName, InferenceAction } from './contract.ts';

/**
 * What `predict` does where a value breaks one of a column's checks, whatever happens to a file's rows. Only a bound can
 * be clipped to: what no bound mends is refused.
 */
export function inferenceActionOf(
  { atInference }: Pick<Column, 'atInference'>,
  check: ColumnCheckName,
): InferenceAction {
  if (check === 'not-null') return atInference?.onNull ?? 'refuse';
  if (check === 'one-of') return atInference?.onUnknownCategory ?? 'refuse';
  const action = atInference?.onInvalid ?? 'refuse';
  return action === 'clip' && check !== 'minimum' && check !== 'maximum' ? 'refuse' : action;
}
