import { describe, expect, it } from 'vitest';
import { type FeatureValue, packVectors, type ViewRow } from '../../../core/features/feature-vector.ts';
import type { LatestView } from '../../../core/features/feature-view.ts';
import { addValues, findRow, weeksToRead } from '../../../core/features/look-up.ts';

const view: LatestView = {
  kind: 'latest',
  name: 'weather',
  dataset: 'weather',
  entity: ['origin'],
  description: 'Weather',
  owner: 'weather',
  eventTime: 'time_hour',
  availabilityDelay: { seconds: 0 },
  maximumAge: { hours: 6 },
  timeToLive: { days: 60 },
  features: [
    { name: 'temp', description: 't', type: 'number', sql: 'temp' },
    { name: 'sky', description: 's', type: 'category', sql: 'sky' },
  ],
};
const at = (text: string): number => Date.parse(`${text}:00Z`);
const row = (time: string, ...values: (string | number | null)[]): ViewRow => ({
  entity: ['EWR'],
  hour: at(time),
  values,
});
const vectors = new Map(
  packVectors(
    view,
    [
      row('2013-05-05T20:00', 20, 'clear'),
      row('2013-05-05T23:00', null, 'fog'),
      row('2013-05-06T01:00', -0.5, null),
      row('2013-05-06T09:00', 9, 'rain'),
    ],
    { datasetVersion: 3, expiresAt: 1 },
  ).map((vector) => [vector.week, vector]),
);
function lookUp(known: typeof vectors, time: string): Record<string, FeatureValue> {
  const features: Record<string, FeatureValue> = {};
  addValues(features, view, findRow(view, known, at(time)));
  return features;
}
const found = (time: string) => lookUp(vectors, time);

describe('lookUp', () => {
  it('takes the row of the hour itself', () => {
    expect(found('2013-05-06T09:00')).toEqual({ temp: 9, sky: 'rain' });
  });

  it('takes the newest row before the hour, with its nulls, never a later one', () => {
    expect(found('2013-05-06T08:00')).toEqual({ temp: null, sky: null });
    expect(found('2013-05-06T07:00')).toEqual({ temp: -0.5, sky: null });
  });

  it('reaches into the week before', () => {
    expect(found('2013-05-06T00:00')).toEqual({ temp: null, sky: 'fog' });
    expect(weeksToRead(view, at('2013-05-06T00:00')).map(({ name }) => name)).toEqual([
      '2013-W18',
      '2013-W19',
    ]);
    expect(weeksToRead(view, at('2013-05-06T06:00')).map(({ name }) => name)).toEqual(['2013-W19']);
  });

  it('knows nothing before the first row, after the maximum age, or without vectors', () => {
    const nothing = { temp: null, sky: null };
    expect(found('2013-05-05T19:00')).toEqual(nothing);
    expect(found('2013-05-06T15:00')).toEqual({ temp: 9, sky: 'rain' });
    expect(found('2013-05-06T16:00')).toEqual(nothing);
    expect(lookUp(new Map(), '2013-05-06T09:00')).toEqual(nothing);
  });
});
