import type { AtInference, Column, Contract } from '../../core/contracts/contract.ts';

const owner = 'flight-operations';

/** A request without a flight's own facts is refused: the model was never trained on flights that lack them. */
const refused: AtInference = { onNull: 'refuse', onInvalid: 'refuse' };

/** More nulls than this are worth a look: every month of 2013 has less. */
const seldomNull = (maximum: number): Pick<Column, 'nullShare'> => ({
  nullShare: { maximum, onBroken: 'warn' },
});

const number = (
  name: string,
  description: string,
  options: Partial<
    Pick<Column, 'type' | 'unit' | 'nullable' | 'minimum' | 'maximum' | 'nullShare' | 'atInference'>
  > = {},
): Column => ({
  name,
  type: 'integer',
  description,
  nullable: false,
  onInvalid: 'quarantine-row',
  ...options,
});

const airport = (name: string, description: string): Column => ({
  name,
  type: 'string',
  description,
  nullable: false,
  pattern: '[A-Z]{3}',
  onInvalid: 'quarantine-row',
  atInference: refused,
});

const origin: Column = {
  name: 'origin',
  type: 'string',
  description: 'Airport of departure, IATA code',
  nullable: false,
  oneOf: ['EWR', 'JFK', 'LGA'],
  onInvalid: 'quarantine-row',
  // Other airports are out of the model's scope: no answer is better than a guess.
  atInference: { ...refused, onUnknownCategory: 'refuse' },
};

const timeHour: Column = {
  name: 'time_hour',
  type: 'timestamp',
  description: 'Scheduled hour of departure, or hour of observation, in UTC',
  nullable: false,
  onInvalid: 'quarantine-row',
  atInference: refused,
};

/** A local time of day as a number: 1745 is a quarter to six in the evening. */
const clock = (
  name: string,
  description: string,
  options: Pick<Column, 'nullable'> & Partial<Pick<Column, 'nullShare' | 'atInference'>>,
): Column => number(name, `${description}, local, HHMM`, { minimum: 0, maximum: 2400, ...options });

/** One row per flight that was to leave New York; outcomes are null where it never left or never arrived. */
export const flights: Contract = {
  dataset: 'flights',
  version: '1.1.0',
  description: 'Flights that were to leave New York, with what became of them',
  owner,
  columns: [
    number('year', 'Local year of the scheduled departure', { minimum: 2013, maximum: 2100 }),
    number('month', 'Local month', { minimum: 1, maximum: 12 }),
    number('day', 'Local day of the month', { minimum: 1, maximum: 31 }),
    clock('dep_time', 'Departure; null where the flight never left', { nullable: true, ...seldomNull(0.25) }),
    clock('sched_dep_time', 'Scheduled departure', { nullable: false, atInference: refused }),
    number('dep_delay', 'Departure after schedule; negative is early', {
      unit: 'minute',
      nullable: true,
      minimum: -120,
      maximum: 2880,
    }),
    clock('arr_time', 'Arrival; null where it is not known', { nullable: true }),
    clock('sched_arr_time', 'Scheduled arrival', { nullable: false, atInference: refused }),
    number('arr_delay', 'Arrival after schedule; null where cancelled or diverted', {
      unit: 'minute',
      nullable: true,
      minimum: -180,
      maximum: 2880,
    }),
    {
      name: 'carrier',
      type: 'string',
      description: 'Airline, two-letter IATA code',
      nullable: false,
      pattern: '[A-Z0-9]{2}',
      onInvalid: 'quarantine-row',
      atInference: refused,
    },
    number('flight', 'Flight number', { minimum: 1, maximum: 9999, atInference: refused }),
    {
      name: 'tailnum',
      type: 'string',
      description: 'Tail number of the plane; null where none was assigned',
      nullable: true,
      pattern: '[A-Z0-9]{1,8}',
      minimumLength: 5,
      maximumLength: 6,
      ...seldomNull(0.1),
      onInvalid: 'quarantine-row',
      on: { 'minimum-length': 'warn', 'maximum-length': 'warn' },
    },
    origin,
    airport('dest', 'Airport of arrival, IATA code'),
    number('air_time', 'Time in the air; null where it never landed at its destination', {
      unit: 'minute',
      nullable: true,
      minimum: 10,
      maximum: 1200,
    }),
    number('distance', 'Distance between the airports', {
      unit: 'mile',
      minimum: 1,
      maximum: 6000,
      atInference: refused,
    }),
    number('hour', 'Hour of sched_dep_time', { minimum: 0, maximum: 23 }),
    number('minute', 'Minute of sched_dep_time', { minimum: 0, maximum: 59 }),
    timeHour,
  ],
  key: ['carrier', 'flight', 'origin', 'time_hour'],
  eventTime: 'time_hour',
  mode: 'append',
  // A month has fewer than 30,000: more than a million is not one file of this producer.
  rowCount: { maximum: 1_000_000, onBroken: 'warn' },
  rules: [
    {
      name: 'hour-and-minute-are-the-schedule',
      description: 'hour and minute are those of sched_dep_time',
      sql: 'hour * 100 + minute = sched_dep_time',
    },
    {
      name: 'leaves-before-it-lands',
      description: 'a flight with an arrival or time in the air has a departure',
      sql: '(arr_time IS NULL AND air_time IS NULL AND arr_delay IS NULL) OR dep_delay IS NOT NULL',
    },
    {
      name: 'delay-with-departure',
      description: 'a flight that left has a departure delay, one that did not has none',
      sql: '(dep_time IS NULL) = (dep_delay IS NULL)',
    },
    {
      name: 'air-time-with-arrival',
      description: 'arrival delay and time in the air are known together',
      sql: '(arr_delay IS NULL) = (air_time IS NULL)',
    },
    {
      name: 'plausible-speed',
      description: 'the mean speed is that of an airliner, 50 to 750 miles an hour',
      sql: 'distance * 60 BETWEEN air_time * 50 AND air_time * 750',
    },
    {
      name: 'goes-elsewhere',
      description: 'origin and destination differ',
      sql: 'origin <> dest',
    },
  ],
  onAdditionalColumns: 'reject-file',
  maximumQuarantinedShare: 0.05,
};

const measured = (
  name: string,
  description: string,
  unit: string,
  minimum: number,
  maximum: number,
  mostNull = 0.1,
): Column =>
  number(name, description, {
    type: 'double',
    unit,
    nullable: true,
    minimum,
    maximum,
    ...seldomNull(mostNull),
  });

/** One row per airport and hour. Any single measurement may be missing. */
export const weather: Contract = {
  dataset: 'weather',
  version: '1.1.0',
  description: "Hourly weather at New York's airports",
  owner,
  columns: [
    origin,
    number('year', 'Local year', { minimum: 2013, maximum: 2100 }),
    number('month', 'Local month', { minimum: 1, maximum: 12 }),
    number('day', 'Local day of the month', { minimum: 1, maximum: 31 }),
    number('hour', 'Local hour', { minimum: 0, maximum: 23 }),
    measured('temp', 'Temperature', 'degree Fahrenheit', -60, 130),
    measured('dewp', 'Dew point', 'degree Fahrenheit', -80, 100),
    measured('humid', 'Relative humidity', 'percent', 0, 100),
    measured('wind_dir', 'Direction from which the wind blows', 'degree', 0, 360),
    measured('wind_speed', 'Wind speed', 'mile per hour', 0, 200),
    measured('wind_gust', 'Speed of gusts', 'mile per hour', 0, 250, 0.97),
    measured('precip', 'Precipitation', 'inch', 0, 15),
    measured('pressure', 'Pressure at sea level', 'millibar', 850, 1100, 0.3),
    measured('visib', 'Visibility', 'mile', 0, 10),
    timeHour,
  ],
  key: ['origin', 'time_hour'],
  eventTime: 'time_hour',
  mode: 'append',
  rules: [
    {
      name: 'dew-point-below-temperature',
      description: 'air cannot be drier than its dew point: one degree is left for rounding',
      sql: 'dewp <= temp + 1',
    },
  ],
  onAdditionalColumns: 'reject-file',
  maximumQuarantinedShare: 0.05,
};
