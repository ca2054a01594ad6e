import type { PageRequested } from '../names.ts';
import type { PageRecord } from '../registry/records.ts';
import type { AlarmMessage } from './alarm-message.ts';
import { alarms, readAlarmDescription } from './alarms.ts';
import { plainText } from './plain-text.ts';

export interface KnownModel {
  readonly model: string;
  readonly owner: string;
}

export interface PagePlan {
  /** One record per owner who is told; more than one where nobody can be named. */
  readonly pages: readonly PageRecord[];
  /** Whether it is sent, or only kept: a recovery wakes nobody. */
  readonly send: boolean;
}

/**
 * Who is told what about an alarm's change of state. ALARM pages; OK after ALARM is kept as a notice; any other
 * change says nothing. An alarm without an owner we know goes to every owner: better too many than nobody.
 */
export function planAlarmPage(
  message: AlarmMessage,
  models: readonly KnownModel[],
  now: Date,
): PagePlan | null {
  const paged = message.NewStateValue === 'ALARM';
  const recovered = message.NewStateValue === 'OK' && message.OldStateValue === 'ALARM';
  if (!paged && !recovered) return null;
  const description = message.AlarmDescription ?? '';
  const subject = readAlarmDescription(description);
  const since = toIso(message.StateChangeTime, now);
  const kind = subject.runbook !== null && Object.hasOwn(alarms, subject.runbook) ? subject.runbook : null;
  const alarm = kind === null ? null : alarms[kind as keyof typeof alarms];
  const what = alarm?.what ?? (description === '' ? 'An alarm without a description.' : description);
  const title = subject.model === null ? message.AlarmName : `${subject.model}: ${kind ?? message.AlarmName}`;
  return {
    pages: recipients(subject.owner, subject.model, models).map((owner) =>
      record({
        pageId: `${message.AlarmName}-${since}`,
        owner,
        model: subject.model,
        severity: paged ? 'page' : 'notice',
        title: paged ? title : `recovered: ${title}`,
        what: paged ? `${what} ${message.NewStateReason}` : `The alarm is over. ${message.NewStateReason}`,
        todo: paged ? forModel(alarm?.todo ?? 'Follow the runbook.', subject.model) : 'Nothing.',
        runbook: subject.runbook ?? 'dead-letters',
        at: since,
        source: `alarm ${message.AlarmName}`,
      }),
    ),
    send: paged,
  };
}

/** Who is told what a function asks to be told. A requested notice is sent too: it waits for somebody. */
export function planRequestedPage(
  request: PageRequested,
  models: readonly KnownModel[],
  now: Date,
): PagePlan {
  return {
    pages: recipients(request.owner, request.model, models).map((owner) =>
      record({ ...request, owner, at: now.toISOString(), source: 'Ballast Page Requested' }),
    ),
    send: true,
  };
}

function recipients(owner: string | null, model: string | null, models: readonly KnownModel[]): string[] {
  const owners = [...new Set(models.map((known) => known.owner))];
  if (owner !== null && owners.includes(owner)) return [owner];
  const byModel = models.find((known) => known.model === model);
  return byModel === undefined ? owners : [byModel.owner];
}

function record(page: Omit<PageRecord, 'kind'>): PageRecord {
  return {
    kind: 'page',
    ...page,
    title: plainText(page.title, 200),
    what: plainText(page.what, 4_000),
    todo: plainText(page.todo, 2_000),
  };
}

const forModel = (text: string, model: string | null): string =>
  text.replaceAll('<model>', model ?? '<model>');

/** CloudWatch writes `+0000`, which is not ISO 8601's extended form. */
function toIso(time: string, now: Date): string {
  const at = new Date(time.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? now.toISOString() : at.toISOString();
}
