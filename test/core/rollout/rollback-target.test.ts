import { describe, expect, it } from 'vitest';
import type { ServingRecord } from '../../../core/registry/records.ts';
import { rollbackTarget } from '../../../core/rollout/rollback-target.ts';
import { startRollout } from '../../../core/rollout/start-rollout.ts';

const serving: ServingRecord = {
  kind: 'serving',
  model: 'flight-delay',
  endpoint: 'ballast-dev-flight-delay',
  live: 3,
  lastKnownGood: 2,
  endpointConfig: null,
  fence: 1,
  lease: null,
  updatedAt: '2013-05-01T12:00:00Z',
};
const held = { ...serving, lease: { rolloutId: 'other', until: '2013-05-01T12:00:00Z' } };
const running = (purpose: 'release' | 'rollback', version: number) =>
  startRollout({
    model: 'flight-delay',
    rolloutId: 'other',
    purpose,
    endpoint: serving.endpoint,
    version,
    requestedBy: 'ml-oncall',
    requestedFor: 'test',
    now: new Date('2013-05-01T12:00:00Z'),
  });

describe('rollbackTarget', () => {
  it('is the last known good version while nothing is on its way', () => {
    expect(rollbackTarget(serving, null)).toBe(2);
  });
  it('is the live version while a release is on its way', () => {
    expect(rollbackTarget(held, running('release', 4))).toBe(3);
    expect(rollbackTarget(held, null)).toBe(3);
  });
  it('is the same again while a rollback is on its way', () => {
    expect(rollbackTarget(held, running('rollback', 1))).toBe(1);
  });
  it('is nothing before there was a second release', () => {
    expect(rollbackTarget({ ...serving, live: 1, lastKnownGood: null }, null)).toBeNull();
  });
});
