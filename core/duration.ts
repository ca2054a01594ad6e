/** A length of time with its unit in sight: `{ days: 7 }`, `{ hours: 3 }`. Parts add up. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** The duration in seconds: `{ hours: 1, minutes: 30 }` is 5400. */
export function inSeconds(duration: Duration): number {
  return (
    (duration.days ?? 0) * 86_400 +
    (duration.hours ?? 0) * 3_600 +
    (duration.minutes ?? 0) * 60 +
    (duration.seconds ?? 0) +
    (duration.milliseconds ?? 0) / 1_000
  );
}
