import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alarmDescription } from '../../../core/pager/alarms.ts';
import { pageKey } from '../../../core/registry/keys.ts';
import type { PageRecord } from '../../../core/registry/records.ts';
import { handler } from '../../../lambdas/page-owner/handler.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/put-record.ts', adapter('putRecord'));
vi.mock('../../../adapters/dynamodb/update-record.ts', adapter('updateRecord'));
vi.mock('../../../adapters/sns/publish.ts', adapter('publish'));
vi.mock('../../../adapters/definitions/load-definitions.ts', () => {
  const owner = (name: string) => ({
    name,
    email: `${name}@example.com`,
    runbook: `docs/runbook/${name}.md`,
    decides: { businessHours: 'duty manager', outOfHours: 'night lead' },
  });
  return {
    loadDefinitions: () => [
      { definition: { name: 'flight-delay', owner: owner('flight-operations') } },
      { definition: { name: 'baggage', owner: owner('ground-handling') } },
    ],
  };
});

const alarm = (changes: object = {}) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      Sns: {
        Message: JSON.stringify({
          AlarmName: 'a',
          AlarmDescription: alarmDescription('input-drift', {
            model: 'flight-delay',
            owner: 'flight-operations',
          }),
          NewStateValue: 'ALARM',
          OldStateValue: 'OK',
          NewStateReason: 'Threshold Crossed',
          StateChangeTime: '2026-03-01T10:00:00.000+0000',
          Trigger: {},
          ...changes,
        }),
      },
    },
  ],
});

const requested = {
  source: 'ballast',
  'detail-type': 'Ballast Page Requested',
  detail: {
    pageId: 'p1',
    owner: 'ground-handling',
    model: 'baggage',
    severity: 'notice',
    title: 'Approve version 2',
    what: 'It waits.',
    todo: 'npx ballast approve baggage 2',
    runbook: 'approve-release',
  },
};

let aws: MemoryAws;
const stored = (owner: string, pageId: string) => aws.get<PageRecord>(pageKey(owner, pageId));

beforeEach(() => {
  aws = new MemoryAws();
  current.aws = aws;
  vi.stubEnv('BALLAST_ENV', 'dev');
  vi.stubEnv('REGISTRY_TABLE', 'registry');
  vi.stubEnv('OWNER_TOPIC_ARN_PREFIX', 'arn:aws:sns:eu-west-1:000000000000:ballast-dev-owner-');
  vi.spyOn(console, 'log').mockReturnValue();
});

describe('page-owner', () => {
  it("keeps an alarm's page and sends it to the owner's topic", async () => {
    await handler(alarm());
    expect(aws.published).toHaveLength(1);
    expect(aws.published[0]).toMatchObject({
      topicArn: 'arn:aws:sns:eu-west-1:000000000000:ballast-dev-owner-flight-operations',
      subject: '[dev] PAGE flight-delay: input-drift',
    });
    expect(aws.published[0]?.body).toContain('duty manager in business hours, night lead out of hours');
    expect(stored('flight-operations', 'a-2026-03-01T10:00:00.000Z')).toMatchObject({
      kind: 'page',
      delivery: 'sent',
    });
  });

  it('sends once what comes three times', async () => {
    for (const outcome of ['sent', 'duplicate', 'duplicate']) {
      expect((await handler(requested)).delivered).toMatchObject([{ outcome, owner: 'ground-handling' }]);
    }
    expect(aws.published).toHaveLength(1);
  });

  it('keeps a recovery and wakes nobody', async () => {
    const { delivered } = await handler(alarm({ NewStateValue: 'OK', OldStateValue: 'ALARM' }));
    expect(delivered).toMatchObject([{ outcome: 'recorded' }]);
    expect(aws.published).toEqual([]);
    expect(stored('flight-operations', 'a-2026-03-01T10:00:00.000Z')).toMatchObject({ delivery: 'recorded' });
  });

  it('tells every owner about an alarm that names none', async () => {
    await handler(alarm({ AlarmDescription: null }));
    expect(aws.published.map(({ topicArn }) => topicArn.split('-owner-')[1])).toEqual([
      'flight-operations',
      'ground-handling',
    ]);
  });

  it('sends again what could not be sent, once the claim is old, and not before', async () => {
    const publish = vi.spyOn(aws.adapters, 'publish').mockRejectedValueOnce(new Error('throttled'));
    await expect(handler(requested)).rejects.toThrow('throttled');
    await expect(handler(requested)).rejects.toThrow("Cannot tell whether page 'p1' was sent");
    const key = pageKey('ground-handling', 'p1');
    aws.put(key, { ...stored('ground-handling', 'p1'), deliveryAt: '2020-01-01T00:00:00.000Z' });
    expect((await handler(requested)).delivered).toMatchObject([{ outcome: 'sent' }]);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it.each([
    {},
    { Records: [{ Sns: { Message: 'not JSON' } }] },
    { ...requested, detail: { ...requested.detail, runbook: '../../etc' } },
    { ...requested, detail: { ...requested.detail, pageId: '' } },
  ])('refuses %j', async (event) => {
    await expect(handler(event)).rejects.toThrow();
    expect(aws.published).toEqual([]);
  });
});
