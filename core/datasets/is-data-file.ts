/** Whether a name is a data file's: its content's digest. */
export const isDataFile = (name: string): boolean => /^part-[0-9a-f]{64}\.parquet$/.test(name);
