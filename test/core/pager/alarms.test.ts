import { expect, it } from 'vitest';
import {
  type AlarmKind,
  alarmDescription,
  alarmName,
  alarms,
  readAlarmDescription,
} from '../../../core/pager/alarms.ts';

it.each(Object.keys(alarms) as AlarmKind[])('reads back what it wrote about %s', (kind) => {
  const subject = { model: 'flight-delay', owner: 'flight-operations' };
  expect(readAlarmDescription(alarmDescription(kind, subject))).toEqual({ ...subject, runbook: kind });
  expect(readAlarmDescription(alarmDescription(kind))).toEqual({ model: null, owner: null, runbook: kind });
  expect(alarmDescription(kind, subject).length).toBeLessThanOrEqual(1_024);
});

it('names alarms of a model and of all', () => {
  expect(alarmName('dev', 'input-drift', 'flight-delay')).toBe('ballast-dev-flight-delay-input-drift');
  expect(alarmName('prod', 'predict-errors')).toBe('ballast-prod-predict-errors');
});

it('finds nothing in a description of somebody else', () => {
  expect(readAlarmDescription('Disk full')).toEqual({ model: null, owner: null, runbook: null });
});
