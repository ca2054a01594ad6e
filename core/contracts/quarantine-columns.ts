const reservedPrefix = 'ballast_';

/** Columns that the quarantine adds to a row. A file that is uploaded again may still have them: they are dropped. */
export const quarantineColumn = {
  /** One-based number of the row in the file. */
  row: 'ballast_row',
  /** Names of the rules that the row breaks. */
  rules: 'ballast_rules',
  /** Of JSON lines: names of the columns whose value came as a number, `true` or whatever else is no text, as a list. */
  notText: 'ballast_not_text',
} as const;

/** Whether a name is one that Ballast keeps for itself. */
export const isReserved = (name: string): boolean => name.toLowerCase().startsWith(reservedPrefix);
