import { describe, expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { featureRows, renderFeatures } from '../../../cli/views/features.ts';
import model from '../../../models/flight-delay/model.ts';

const rows = featureRows(
  model,
  new Map([
    [
      'flights',
      {
        record: {
          kind: 'materialisation',
          dataset: 'flights',
          version: 3,
          vectors: 1_234,
          at: '2013-04-02T08:00:00.000Z',
        },
        version: { to: '2013-04-01T03:00:00.000Z' },
      },
    ],
  ]),
);

describe('features', () => {
  it('names every feature once, in the order of the inputs', () => {
    expect(rows.map(({ feature }) => feature)).toEqual([
      ...['carrier', 'origin', 'dest', 'distance', 'hour', 'weekday', 'month', 'scheduled_minutes'],
      ...['temp', 'humid', 'wind_speed', 'precip', 'pressure', 'visib', 'carrier_delay_7d', 'route_delay_7d'],
    ]);
  });

  it('says how a feature is made, and up to when it is there', () => {
    expect(rows.find(({ feature }) => feature === 'route_delay_7d')).toMatchObject({
      view: 'route-delay',
      entity: ['origin', 'dest'],
      lookbackInSeconds: 604_800,
      availabilityDelayInSeconds: null,
      timeToLiveInSeconds: 5_184_000,
      owner: 'flight-operations',
      materialised: { version: 3, to: '2013-04-01T03:00:00.000Z', vectors: 1_234 },
    });
    const text = renderFeatures(rows, noStyle);
    expect(text).toMatch(
      /route_delay_7d +number +route-delay +origin, dest +7 d +by row +flights@3 to 2013-04-01 03:00Z +1,234/,
    );
    expect(text).toMatch(/temp +number +weather-at-origin +origin +- +0 s +not yet/);
    expect(text).toMatch(/distance +number +request +- +- +- +- +-/);
  });
});
