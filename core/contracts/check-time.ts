/**
 * How long a check of one file may take, and whoever calls it, in minutes. A file that makes its check run out of time
 * is checked once more before it is refused: the caller outlives both checks, within the 15 minutes of a function.
 */
export const checkTime = { checkMinutes: 7, callerMinutes: 15 } as const;
