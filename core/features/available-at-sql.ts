import { inSeconds } from '../duration.ts';
import type { ViewOfDataset } from './feature-view.ts';

/**
 * SQL of the moment at which a view's row became known: its event time and the view's delay, or the view's own
 * expression where the delay differs from row to row.
 */
export const availableAtSql = ({
  eventTime,
  availabilityDelay,
  availableAt,
}: Pick<ViewOfDataset, 'eventTime' | 'availabilityDelay' | 'availableAt'>): string => {
  if (availableAt !== undefined) return `(${availableAt})`;
  const delay = availabilityDelay === undefined ? 0 : inSeconds(availabilityDelay);
  return delay === 0 ? `(${eventTime})` : `((${eventTime}) + INTERVAL '${delay}' SECOND)`;
};
