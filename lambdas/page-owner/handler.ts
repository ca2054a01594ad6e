import * as v from 'valibot';
import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { eventDetailType } from '../../core/names.ts';
import { type PagePlan, planAlarmPage, planRequestedPage } from '../../core/pager/plan-page.ts';
import { type Delivered, deliverPage } from './deliver-page.ts';
import { env } from './env.ts';

const Alarm = v.object({
  AlarmName: v.string(),
  AlarmDescription: v.nullish(v.string()),
  NewStateValue: v.picklist(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  OldStateValue: v.string(),
  NewStateReason: v.string(),
  StateChangeTime: v.string(),
});

const FromTopic = v.object({ Records: v.array(v.object({ Sns: v.object({ Message: v.string() }) })) });

const FromBus = v.object({
  'detail-type': v.literal(eventDetailType.pageRequested),
  detail: v.object({
    pageId: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
    owner: v.string(),
    model: v.nullable(v.string()),
    severity: v.picklist(['page', 'notice']),
    title: v.string(),
    what: v.string(),
    todo: v.string(),
    runbook: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  }),
});

/** One page per cause, from an alarm or from a function that asks for it. Duplicates are answered, not sent. */
export async function handler(event: unknown): Promise<{ readonly delivered: readonly Delivered[] }> {
  const settings = readEnv(env);
  const definitions = loadDefinitions().map(({ definition }) => definition);
  const models = definitions.map(({ name, owner }) => ({ model: name, owner: owner.name }));
  const delivered: Delivered[] = [];
  for (const { pages, send } of plansFor(event, models, new Date())) {
    for (const page of pages) {
      const owner = definitions.find((definition) => definition.owner.name === page.owner)?.owner ?? null;
      delivered.push(await deliverPage(page, owner, send, settings));
    }
  }
  console.log(JSON.stringify({ delivered }));
  return { delivered };
}

function plansFor(event: unknown, models: Parameters<typeof planAlarmPage>[1], now: Date): PagePlan[] {
  const input = v.parse(v.union([FromTopic, FromBus]), event);
  if ('detail' in input) return [planRequestedPage(input.detail, models, now)];
  return input.Records.map(({ Sns }) =>
    planAlarmPage(v.parse(v.pipe(v.string(), v.parseJson(), Alarm), Sns.Message), models, now),
  ).filter((plan) => plan !== null);
}
