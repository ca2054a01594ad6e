import { describe, expect, it } from 'vitest';
import { vectorView } from '../../../core/features/feature-vector.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import model from '../../../models/flight-delay/model.ts';

const [, window] = datasetViews(model);
const changed = (change: object): string => vectorView({ ...window!, ...change });

describe('vectorView', () => {
  it.each([
    { maximumAge: { days: 13 } },
    { availableAt: 'time_hour' },
    { availableAt: undefined, availabilityDelay: { hours: 1 } },
    { lookback: { days: 6 } },
    { entity: ['dest'] },
    { eventTime: 'time_hour + INTERVAL 1 HOUR' },
    { features: [{ ...window!.features[0]!, sql: 'sum(arr_delay)' }] },
  ])('is another name where %j would give other values', (change) => {
    expect(changed(change)).not.toBe(vectorView(window!));
  });

  it.each([
    { description: 'In other words' },
    { owner: 'somebody-else' },
    { timeToLive: { days: 90 } },
    { maximumDelay: { days: 5 } },
    { features: [{ ...window!.features[0]!, description: 'In other words' }] },
  ])('is the same name where %j gives the same', (change) => {
    expect(changed(change)).toBe(vectorView(window!));
  });
});
