import type { Column, Contract } from '../../../core/contracts/contract.ts';

/** A column that promises nothing but its type. */
export const aColumn = (name: string, type: Column['type'], promise: Partial<Column> = {}): Column => ({
  name,
  type,
  description: `The ${name}`,
  nullable: true,
  onInvalid: 'quarantine-row',
  ...promise,
});

/** A small contract of readings: `sensor` and `at` are its key, `at` its event time. */
export const aContract = (promise: Partial<Contract> = {}): Contract => ({
  dataset: 'readings',
  version: '1.0.0',
  description: 'Readings of sensors',
  owner: 'sensor-team',
  columns: [
    aColumn('sensor', 'string', { nullable: false, pattern: '[a-z]+' }),
    aColumn('at', 'timestamp', { nullable: false }),
    aColumn('value', 'double', { minimum: -50, maximum: 50, unit: 'degree' }),
    aColumn('kind', 'string', { oneOf: ['air', 'water'] }),
  ],
  key: ['sensor', 'at'],
  eventTime: 'at',
  rules: [
    { name: 'water-flows', description: 'water is above -5 degrees', sql: "kind <> 'water' OR value > -5" },
  ],
  onAdditionalColumns: 'reject-file',
  maximumQuarantinedShare: 0.5,
  ...promise,
});
