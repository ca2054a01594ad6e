import { describe, expect, it } from 'vitest';
import type { PageRequested } from '../../../core/names.ts';
import type { AlarmMessage } from '../../../core/pager/alarm-message.ts';
import { alarmDescription } from '../../../core/pager/alarms.ts';
import { planAlarmPage, planRequestedPage } from '../../../core/pager/plan-page.ts';

const now = new Date('2026-03-01T10:00:00Z');
const models = [
  { model: 'flight-delay', owner: 'flight-operations' },
  { model: 'baggage', owner: 'ground-handling' },
  { model: 'gates', owner: 'ground-handling' },
];
const alarm = (changes: Partial<AlarmMessage> = {}): AlarmMessage => ({
  AlarmName: 'ballast-dev-flight-delay-input-drift',
  AlarmDescription: alarmDescription('input-drift', { model: 'flight-delay', owner: 'flight-operations' }),
  NewStateValue: 'ALARM',
  OldStateValue: 'OK',
  NewStateReason: 'Threshold Crossed: Maximum 0.4 >= 0.3',
  StateChangeTime: '2026-03-01T09:59:58.123+0000',
  ...changes,
});

describe('planAlarmPage', () => {
  it("pages the alarm's owner: what, which model, whose, since when, what to do", () => {
    const plan = planAlarmPage(alarm(), models, now);
    expect(plan?.send).toBe(true);
    expect(plan?.pages).toHaveLength(1);
    expect(plan?.pages[0]).toMatchObject({
      pageId: 'ballast-dev-flight-delay-input-drift-2026-03-01T09:59:58.123Z',
      owner: 'flight-operations',
      model: 'flight-delay',
      severity: 'page',
      title: 'flight-delay: input-drift',
      runbook: 'input-drift',
      at: '2026-03-01T09:59:58.123Z',
    });
    expect(plan?.pages[0]?.what).toContain('Maximum 0.4 >= 0.3');
    expect(plan?.pages[0]?.todo).toContain('npx ballast drift flight-delay');
  });

  it('keeps a recovery without sending it', () => {
    const plan = planAlarmPage(alarm({ NewStateValue: 'OK', OldStateValue: 'ALARM' }), models, now);
    expect(plan?.send).toBe(false);
    expect(plan?.pages[0]).toMatchObject({
      severity: 'notice',
      title: 'recovered: flight-delay: input-drift',
    });
  });

  it.each([
    { NewStateValue: 'OK', OldStateValue: 'INSUFFICIENT_DATA' },
    { NewStateValue: 'INSUFFICIENT_DATA', OldStateValue: 'ALARM' },
  ] as const)('says nothing of $OldStateValue to $NewStateValue', (change) => {
    expect(planAlarmPage(alarm(change), models, now)).toBeNull();
  });

  it.each([null, 'Something of the account', alarmDescription('predict-errors')])(
    'tells every owner, once each, where the description names none: %s',
    (AlarmDescription) => {
      const plan = planAlarmPage(alarm({ AlarmDescription }), models, now);
      expect(plan?.pages.map(({ owner }) => owner)).toEqual(['flight-operations', 'ground-handling']);
    },
  );

  it("falls back to the model's owner where the owner is unknown", () => {
    const AlarmDescription = alarmDescription('input-drift', { model: 'baggage', owner: 'gone' });
    expect(planAlarmPage(alarm({ AlarmDescription }), models, now)?.pages.map(({ owner }) => owner)).toEqual([
      'ground-handling',
    ]);
  });

  it('is the same page when the message comes twice, and another at the next change', () => {
    const ids = [alarm(), alarm(), alarm({ StateChangeTime: '2026-03-01T11:00:00.000+0000' })].map(
      (message) => planAlarmPage(message, models, now)?.pages[0]?.pageId,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('takes the present where the time cannot be read', () => {
    expect(planAlarmPage(alarm({ StateChangeTime: 'soon' }), models, now)?.pages[0]?.at).toBe(
      now.toISOString(),
    );
  });
});

describe('planRequestedPage', () => {
  const request: PageRequested = {
    pageId: 'rollout-7-withdrawn',
    owner: 'flight-operations',
    model: 'flight-delay',
    severity: 'notice',
    title: 'Rolled back',
    what: 'token=abc123 and \u0007\u202Egnp',
    todo: 'Look',
    runbook: 'rollout-withdrawn',
  };

  it('sends notices too, cleaned', () => {
    const { send, pages } = planRequestedPage(request, models, now);
    expect(send).toBe(true);
    expect(pages[0]).toMatchObject({
      owner: 'flight-operations',
      severity: 'notice',
      what: '[removed] and   gnp',
    });
  });

  it('tells everyone about an owner that nobody knows', () => {
    const { pages } = planRequestedPage({ ...request, owner: 'gone', model: null }, models, now);
    expect(pages.map(({ owner }) => owner)).toEqual(['flight-operations', 'ground-handling']);
  });
});
