import type { Training } from '../registry/model-definition.ts';
import type { TrainingSet } from '../registry/records.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Splits event time, oldest first: train, then validation, then the newest days as the holdout.
 * @param oldest event time of the oldest labelled row, milliseconds since 1970 in UTC
 * @param newest event time of the newest labelled row
 * @throws Error when the data are too short to leave anything for training
 */
export function splitByTime(
  training: Pick<Training, 'holdoutDays' | 'validationDays'>,
  oldest: number,
  newest: number,
): TrainingSet['ranges'] {
  const from = Math.floor(oldest / hour) * hour;
  const to = Math.floor(newest / hour) * hour + hour;
  const holdout = to - training.holdoutDays * day;
  const validation = holdout - training.validationDays * day;
  if (validation <= from) {
    throw new Error(
      `Cannot split ${((to - from) / day).toFixed(1)} days of data: validation and holdout alone take ${training.validationDays + training.holdoutDays}; upload older data or shorten them`,
    );
  }
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    train: { from: iso(from), to: iso(validation) },
    validation: { from: iso(validation), to: iso(holdout) },
    holdout: { from: iso(holdout), to: iso(to) },
  };
}
