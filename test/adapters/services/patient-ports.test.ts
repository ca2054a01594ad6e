import { describe, expect, it } from 'vitest';
import { patientPorts } from '../../../adapters/services/patient-ports.ts';
import { ServiceAway } from '../../../core/datasets/upload-ports.ts';
import { seeded } from '../../support/fault-proxy.ts';
import { simulatedClock } from '../../support/simulated-clock.ts';

const busy = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });

describe('patientPorts', () => {
  it.each([1, 2, 3, 4, 5])('waits out a burst of throttling, with jitter (seed %i)', async (seed) => {
    const clock = simulatedClock(seeded(seed));
    let left = 6;
    const ask = async (question: string): Promise<string> => {
      if (left-- > 0) throw busy;
      return `${question}!`;
    };
    expect(await patientPorts({ ask }, clock).ask('yes')).toBe('yes!');
    expect(clock.waits).toHaveLength(6);
    expect(new Set(clock.waits).size).toBe(6);
  });

  it('says that the service is away after twenty seconds, and by what it knows it', async () => {
    const clock = simulatedClock(() => 0.5);
    const ask = (): Promise<never> => Promise.reject(busy);
    const asked = patientPorts({ ask }, clock).ask();
    await expect(asked).rejects.toThrow(ServiceAway);
    await expect(asked).rejects.toMatchObject({
      message: 'Cannot go on now: TooManyRequestsException: Rate Exceeded.',
      cause: busy,
    });
    expect(clock.now()).toBeGreaterThan(10_000);
    expect(clock.now()).toBeLessThan(20_000);
  });

  it('throws what does not pass at once, as it is', async () => {
    const clock = simulatedClock(() => 0.5);
    const wrong = new TypeError('wrong');
    await expect(patientPorts({ ask: () => Promise.reject(wrong) }, clock).ask()).rejects.toBe(wrong);
    expect(clock.waits).toEqual([]);
  });
});
