import type { ColumnType, Contract } from '../contracts/contract.ts';

const deltaTypes: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  integer: 'long',
  double: 'double',
  boolean: 'boolean',
  // The engine writes Parquet's timestamps without a zone, and the values are UTC. `timestamp` would promise readers ones that
  // are adjusted to UTC by their own word: those who compare with a filter's value before they cast would refuse the file.
  timestamp: 'timestamp_ntz',
};

/**
 * A contract's columns as a Delta table's `schemaString`. Every field is nullable there: the contract, not
 * the table, is what refuses nulls, and earlier versions may lack a column that came later.
 */
export function deltaSchema(contract: Contract): string {
  return JSON.stringify({
    type: 'struct',
    fields: contract.columns.map(({ name, type, description }) => ({
      name,
      type: deltaTypes[type],
      nullable: true,
      metadata: { comment: description },
    })),
  });
}
