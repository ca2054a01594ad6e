/** Seconds from an instant, ISO 8601, to now. */
export const secondsSince = (at: string, now: Date): number => (now.getTime() - Date.parse(at)) / 1_000;
