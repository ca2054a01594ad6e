import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90s`, `15m`, `6h`, `2d` in seconds. */
export function parseSince(text: string): number {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Expected a time such as 90s, 15m, 6h or 2d.');
  return Number(match[1]) * units[match[2]!]!;
}
