/** A TypeScript module of this checkout, by its path below the checkout, with all that it imports. */
export declare function importCompiled(entry: string): Promise<unknown>;
