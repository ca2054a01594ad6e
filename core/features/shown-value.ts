import { beginningOf } from '../beginning-of.ts';

const longest = 100;

/** A value of a request as an issue shows it: its JSON, cut after 100 characters; `nothing` where it was not sent. */
export const shownValue = (value: unknown): string =>
  value === undefined ? 'nothing' : beginningOf(JSON.stringify(value) ?? typeof value, longest);
