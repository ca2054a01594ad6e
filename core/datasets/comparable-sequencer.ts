/** Longer than any sequencer that S3 has been seen to send (16 to 18 hexadecimal digits). */
const width = 40;

/**
 * An S3 sequencer in a form whose alphabetical order is the order of the events of one key: the shorter is
 * padded with zeros on the right, as S3's documentation says to.
 */
export const comparableSequencer = (sequencer: string): string => sequencer.toUpperCase().padEnd(width, '0');
