/** The first `length` UTF-16 units of a text at most, without half a character at the end. */
export const beginningOf = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
