import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodb } from '../../../adapters/dynamodb/client.ts';
import { ifAbsent } from '../../../adapters/dynamodb/put-record.ts';
import { transactWrite } from '../../../adapters/dynamodb/transact-write.ts';
import { FakeDynamodb } from '../../support/fake-dynamodb.ts';
import { FaultProxy, faultsInTurn, seeded } from '../../support/fault-proxy.ts';
import { simulatedClock } from '../../support/simulated-clock.ts';

const key = { pk: 'DATASET#readings', sk: 'UPLOAD#1' };
const puts = [{ key, record: { kind: 'upload' }, condition: ifAbsent }];
let service: FakeDynamodb;
let proxy: FaultProxy;
let restore: () => void;

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  proxy = new FaultProxy((request) => service.serve(request));
  restore = proxy.intercept(dynamodb);
});
afterAll(() => {
  restore();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  service = new FakeDynamodb();
  proxy.nextFault = () => 'none';
  proxy.requests.length = 0;
});

const tokens = (): string[] =>
  proxy.requests.map(
    ({ body }) =>
      (JSON.parse(new TextDecoder().decode(body as Uint8Array)) as { ClientRequestToken: string })
        .ClientRequestToken,
  );

describe('transactWrite', () => {
  it('is one write, and written, when the answer to the commit is lost more often than the SDK asks', async () => {
    proxy.nextFault = faultsInTurn('lost', 'reset', 'reset', 'reset', 'throttled', 'failed');
    expect(
      await transactWrite(
        't',
        puts,
        'token-1',
        simulatedClock(() => 0.5),
      ),
    ).toBe(true);
    expect(service.transactions).toBe(1);
    expect(new Set(tokens())).toEqual(new Set(['token-1']));
    expect(proxy.requests).toHaveLength(7);
  });

  it('says no where a condition does not hold, at once', async () => {
    service.memory.put(key, {});
    expect(await transactWrite('t', puts, 'token-2')).toBe(false);
    expect(proxy.requests).toHaveLength(1);
  });

  it('outlives a burst of conflicts, each wait drawn below a bound that doubles', async () => {
    service.conflicts = 7;
    const clock = simulatedClock(seeded(29));
    expect(await transactWrite('t', puts, 'token-3', clock)).toBe(true);
    expect([service.transactions, clock.waits.length]).toEqual([1, 7]);
    clock.waits.forEach((wait, index) => {
      expect(wait).toBeLessThan(100 * 2 ** index);
    });
    expect(new Set(clock.waits).size).toBe(7);
  });

  it('throws the last refusal once ten seconds have not been enough', async () => {
    service.conflicts = Number.POSITIVE_INFINITY;
    const clock = simulatedClock(() => 0.5);
    await expect(transactWrite('t', puts, 'token-4', clock)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    expect(clock.now()).toBeGreaterThan(5_000);
    expect(clock.now()).toBeLessThan(10_000);
    expect(service.memory.records.size).toBe(0);
  });

  it('does not ask again what will not pass', async () => {
    const large = [{ key, record: { text: 'x'.repeat(410 * 1_024) } }];
    await expect(transactWrite('t', large, 'token-5')).rejects.toMatchObject({ name: 'ValidationException' });
    expect(proxy.requests).toHaveLength(1);
  });
});
