import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Inbox, startInbox } from '../../../local/launcher/start-inbox.ts';

let directory: string;
let inbox: Inbox;
const confirmed: string[][] = [];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-inbox-'));
  confirmed.length = 0;
  inbox = await startInbox({
    directory,
    confirm: async (topicArn, token) => {
      confirmed.push([topicArn, token]);
    },
  });
});
afterEach(async () => {
  await inbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const post = (body: string) => fetch(inbox.url, { method: 'POST', body });
const topic = 'arn:aws:sns:eu-central-1:000000000000:ballast-dev-owner-flight-operations';

it('keeps a page as one readable file, named after its time', async () => {
  const { status } = await post(
    JSON.stringify({
      Type: 'Notification',
      MessageId: '0f1e2d3c-1111-2222-3333-444455556666',
      TopicArn: topic,
      Subject: '[page] flight-delay: the canary was rolled back',
      Message: 'What: 12 % errors\nWhat to do: nothing now',
      Timestamp: '2026-04-01T12:30:00.123Z',
    }),
  );
  expect(status).toBe(200);
  const [name, ...others] = readdirSync(directory);
  expect(others).toEqual([]);
  expect(name).toBe('2026-04-01T12-30-00-123Z_page-flight-delay-the-canary-was-rolled-back_0f1e2d3c.txt');
  expect(readFileSync(join(directory, name!), 'utf8')).toBe(
    `Subject: [page] flight-delay: the canary was rolled back\nTo: ${topic}\nAt: 2026-04-01T12:30:00.123Z\n\nWhat: 12 % errors\nWhat to do: nothing now\n`,
  );
});

it('cannot be made to write elsewhere', async () => {
  await post(
    JSON.stringify({
      Type: 'Notification',
      MessageId: '../../../etc/passwd',
      TopicArn: topic,
      Subject: '../../up',
      Message: '',
      Timestamp: '../../../2026',
    }),
  );
  expect(readdirSync(directory)).toEqual(['---------2026_up_etc-pass.txt']);
});

it('confirms a subscription', async () => {
  const { status } = await post(
    JSON.stringify({
      Type: 'SubscriptionConfirmation',
      TopicArn: topic,
      Token: 'token',
      SubscribeURL: 'http://other',
    }),
  );
  expect(status).toBe(200);
  expect(confirmed).toEqual([[topic, 'token']]);
});

it.each([
  ['not JSON', '{'],
  ['another type', '{"Type":"Other"}'],
  ['half a notification', '{"Type":"Notification"}'],
])('refuses %s and writes nothing', async (_, body) => {
  expect((await post(body)).status).toBe(400);
  expect(readdirSync(directory)).toEqual([]);
});

it('takes posts only', async () => {
  expect((await fetch(inbox.url)).status).toBe(405);
});
