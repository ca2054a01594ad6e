import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, ColumnType, Contract } from '../core/contracts/contract.ts';

/** What the peers' contract says of a column. */
interface PeerColumn {
  readonly type: 'int' | 'str' | 'timestamp';
  readonly nullable: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly allowed?: readonly string[];
}

const types: Readonly<Record<PeerColumn['type'], ColumnType>> = {
  int: 'integer',
  str: 'string',
  timestamp: 'timestamp',
};

/** The peers' contract of flights, 51 checks, as a contract of ours; replicated flights have `replica` in their key. */
export function flightsContract({ hasReplicas }: { readonly hasReplicas: boolean }): Contract {
  const path = join(import.meta.dirname, 'peers/contract.json');
  const peer = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly unique: readonly string[];
    readonly columns: Readonly<Record<string, PeerColumn>>;
  };
  const columns = Object.entries(peer.columns).map(
    ([name, { type, nullable, min, max, allowed }]): Column => ({
      name,
      type: types[type],
      description: name,
      nullable,
      ...(min === undefined ? {} : { minimum: min }),
      ...(max === undefined ? {} : { maximum: max }),
      ...(allowed === undefined ? {} : { oneOf: allowed }),
      onInvalid: 'quarantine-row',
    }),
  );
  const replica: Column = {
    name: 'replica',
    type: 'integer',
    description: 'Which copy of the flights',
    nullable: false,
    onInvalid: 'quarantine-row',
  };
  return {
    dataset: 'flights',
    version: '1.0.0',
    description: 'Flights that left New York in 2013',
    owner: 'bench',
    columns: hasReplicas ? [...columns, replica] : columns,
    key: hasReplicas ? ['replica', ...peer.unique] : peer.unique,
    eventTime: 'time_hour',
    rules: [],
    onAdditionalColumns: 'drop-column',
    maximumQuarantinedShare: 0.05,
  };
}
