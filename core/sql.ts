/** An identifier, quoted so that no name can end it: `"od""d"`. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string literal, for the few places where SQL takes no parameter. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
