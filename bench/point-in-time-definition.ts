import type { Column, ColumnType, Contract } from '../core/contracts/contract.ts';
import type { LatestView, WindowView } from '../core/features/feature-view.ts';
import type { TrainingRowsDefinition } from '../core/features/training-rows-sql.ts';

const column = (name: string, type: ColumnType, nullable = false): Column => ({
  name,
  type,
  description: name,
  nullable,
  onInvalid: 'quarantine-row',
});

const flights: Contract = {
  dataset: 'flights',
  version: '1.0.0',
  description: 'Flights with the minute of their scheduled departure and of their landing',
  owner: 'bench',
  columns: [
    column('flight_id', 'integer'),
    column('carrier', 'string'),
    column('origin', 'string'),
    column('sched_dep_utc', 'timestamp'),
    column('landed_utc', 'timestamp', true),
    column('arr_delay', 'integer', true),
  ],
  key: ['flight_id'],
  eventTime: 'sched_dep_utc',
  rules: [],
  onAdditionalColumns: 'drop-column',
  maximumQuarantinedShare: 0,
};

export const measured = [
  'temp',
  'dewp',
  'humid',
  'wind_dir',
  'wind_speed',
  'precip',
  'pressure',
  'visib',
] as const;

const weather: Contract = {
  ...flights,
  dataset: 'weather',
  description: 'Hourly weather',
  columns: [
    column('origin', 'string'),
    column('time_hour', 'timestamp'),
    ...measured.map((name) => column(name, 'double', true)),
  ],
  key: ['origin', 'time_hour'],
  eventTime: 'time_hour',
};

const weatherAtOrigin: LatestView = {
  kind: 'latest',
  name: 'weather',
  description: 'The newest observation at the origin, not older than 6 hours',
  owner: 'bench',
  dataset: 'weather',
  entity: ['origin'],
  eventTime: 'time_hour',
  availabilityDelay: { seconds: 0 },
  maximumAge: { hours: 6 },
  timeToLive: { days: 60 },
  features: measured.map((name) => ({ name, type: 'number', description: name, sql: name })),
};

const carrier: WindowView = {
  kind: 'window',
  name: 'carrier',
  description: "The carrier's flights that landed in the 7 days before, to the minute",
  owner: 'bench',
  dataset: 'flights',
  entity: ['carrier'],
  eventTime: 'sched_dep_utc',
  availableAt: 'landed_utc',
  lookback: { days: 7 },
  maximumAge: { days: 7 },
  timeToLive: { days: 60 },
  grid: 'minute',
  features: [
    { name: 'carrier_n', type: 'number', description: 'How many', sql: 'count(arr_delay)' },
    { name: 'carrier_delay', type: 'number', description: 'Their mean arrival delay', sql: 'avg(arr_delay)' },
  ],
};

/** The point-in-time join that the peers compute, as a model would state it. */
export const pointInTimeDefinition: TrainingRowsDefinition = {
  name: 'point-in-time',
  contracts: [flights, weather],
  request: {
    dataset: 'flights',
    columns: ['flight_id', 'carrier', 'origin', 'sched_dep_utc'],
    asOf: 'sched_dep_utc',
    id: 'flight_id',
  },
  features: [weatherAtOrigin, carrier],
  training: { label: 'arr_delay > 15', labelled: 'true' },
};
