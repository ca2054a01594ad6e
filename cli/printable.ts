// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const control = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from outside (keys, reasons, log lines) made safe for a terminal: control characters, which could move the
 * cursor or colour the screen, and marks that turn the direction of writing are shown as `\u001b`; tabs become blanks.
 */
export const printable = (text: string): string =>
  text
    .replaceAll('\t', '  ')
    .replaceAll(control, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
