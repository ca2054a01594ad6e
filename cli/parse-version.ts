import { InvalidArgumentError } from 'commander';

/** `3` or `v3` as a number; versions of models count from 1. */
export function parseVersion(text: string): number {
  const match = /^v?([1-9]\d{0,8})$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Expected a version such as 3 or v3.');
  return Number(match[1]);
}

export const parsePositive = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
};
