import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retry } from '../../core/retry.ts';
import { simulatedClock as simulated } from '../support/simulated-clock.ts';

const slowDown = new Error('SlowDown');
const passes = (error: unknown): boolean => error === slowDown;

describe('retry', () => {
  it('outlives a burst of throttling, with waits drawn below a bound that doubles', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 8 }),
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 8, maxLength: 8 }),
        async (burst, draws) => {
          let draw = 0;
          const clock = simulated(() => draws[draw++ % draws.length]!);
          let calls = 0;
          const work = async () => {
            if (calls++ < burst) throw slowDown;
            return 'done';
          };
          expect(await retry(work, { passes, deadlineInMilliseconds: 60_000, clock })).toBe('done');
          expect(calls).toBe(burst + 1);
          clock.waits.forEach((wait, index) => {
            expect(wait).toBeLessThan(Math.min(10_000, 100 * 2 ** index));
          });
        },
      ),
      { seed: 29, numRuns: 100 },
    );
  });

  it('gives up at its deadline with the reason, and never waits past it', async () => {
    const clock = simulated(() => 0.5);
    const work = () => Promise.reject(slowDown);
    await expect(retry(work, { passes, deadlineInMilliseconds: 2_000, clock })).rejects.toBe(slowDown);
    expect(clock.now()).toBeLessThan(2_000);
    expect(clock.waits).toEqual([50, 100, 200, 400, 800]);
  });

  it('does not try again what will not pass', async () => {
    let calls = 0;
    const work = async () => {
      calls++;
      throw new Error('AccessDenied');
    };
    const clock = simulated(() => 0.5);
    await expect(retry(work, { passes, deadlineInMilliseconds: 2_000, clock })).rejects.toThrow(
      'AccessDenied',
    );
    expect([calls, clock.waits]).toEqual([1, []]);
  });
});
