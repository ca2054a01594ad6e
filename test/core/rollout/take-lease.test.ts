import { describe, expect, it } from 'vitest';
import type { ServingRecord } from '../../../core/registry/records.ts';
import { takeLease } from '../../../core/rollout/take-lease.ts';

const now = new Date('2013-05-01T12:00:00Z');
const serving = (lease: ServingRecord['lease']): ServingRecord => ({
  kind: 'serving',
  model: 'flight-delay',
  endpoint: 'ballast-dev-flight-delay',
  live: 2,
  lastKnownGood: 1,
  endpointConfig: 'config',
  fence: 7,
  lease,
  updatedAt: '2013-05-01T11:00:00Z',
});
const release = { rolloutId: 'new', purpose: 'release' as const };
const rollback = { rolloutId: 'new', purpose: 'rollback' as const };

describe('takeLease', () => {
  it('takes a free lease and raises the fence', () => {
    expect(takeLease(serving(null), release, 300, now)).toMatchObject({
      fence: 8,
      lease: { rolloutId: 'new', until: '2013-05-01T12:05:00.000Z' },
      live: 2,
    });
  });

  it('leaves a lease that another holds, unless it has lapsed or this is a rollback', () => {
    const held = serving({ rolloutId: 'other', until: '2013-05-01T12:00:00Z' });
    const lapsed = serving({ rolloutId: 'other', until: '2013-05-01T11:59:59Z' });
    expect(takeLease(held, release, 300, now)).toBeNull();
    expect(takeLease(lapsed, release, 300, now)?.fence).toBe(8);
    expect(takeLease(held, rollback, 300, now)).toMatchObject({ fence: 8, lease: { rolloutId: 'new' } });
  });

  it('renews its own without raising the fence', () => {
    const own = serving({ rolloutId: 'new', until: '2013-05-01T12:01:00Z' });
    expect(takeLease(own, release, 300, now)).toMatchObject({
      fence: 7,
      lease: { until: '2013-05-01T12:05:00.000Z' },
    });
  });
});
