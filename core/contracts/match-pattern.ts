/** Whether a text matches a contract's pattern as a whole. */
export const matchesPattern = (pattern: string, text: string): boolean =>
  new RegExp(`^(?:${pattern})$`, 'u').test(text);
