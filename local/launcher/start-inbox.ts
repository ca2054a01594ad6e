import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';

/** What SNS posts to an HTTP subscriber (Amazon SNS Developer Guide, "Parsing Amazon SNS message formats"). */
const snsPost = v.variant('Type', [
  v.object({ Type: v.literal('SubscriptionConfirmation'), TopicArn: v.string(), Token: v.string() }),
  v.object({ Type: v.literal('UnsubscribeConfirmation') }),
  v.object({
    Type: v.literal('Notification'),
    MessageId: v.string(),
    TopicArn: v.string(),
    Subject: v.nullish(v.string()),
    Message: v.string(),
    Timestamp: v.string(),
  }),
]);

export interface Inbox {
  /** Where a topic is to deliver to. */
  readonly url: string;
  close(): Promise<void>;
}

const maximumBytes = 1024 * 1024;

/**
 * The owners' mailbox: an HTTP server on loopback that keeps each message from a subscribed topic as one readable
 * text file, named after its time so that a listing is in order.
 * @param confirm answers a topic that asks whether the subscription is wanted
 */
export async function startInbox(options: {
  readonly directory: string;
  readonly port?: number;
  readonly confirm: (topicArn: string, token: string) => Promise<void>;
}): Promise<Inbox> {
  mkdirSync(options.directory, { recursive: true });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maximumBytes) chunks.push(chunk);
    });
    request.on('end', () => {
      if (request.method !== 'POST' || bytes > maximumBytes) {
        response.writeHead(request.method === 'POST' ? 413 : 405).end();
        return;
      }
      receive(Buffer.concat(chunks).toString('utf8'), options).then(
        () => response.writeHead(200).end(),
        (error: Error) => response.writeHead(400).end(error.message),
      );
    });
  });
  await listen(server, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Cannot open the inbox: no address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function receive(
  body: string,
  options: {
    readonly directory: string;
    readonly confirm: (topicArn: string, token: string) => Promise<void>;
  },
): Promise<void> {
  const post = v.parse(snsPost, JSON.parse(body));
  if (post.Type === 'SubscriptionConfirmation') {
    await options.confirm(post.TopicArn, post.Token);
    return;
  }
  if (post.Type !== 'Notification') return;
  const time = post.Timestamp.replaceAll(/[^0-9TZ]/g, '-');
  const name = `${time}_${slug(post.Subject ?? 'message')}_${slug(post.MessageId).slice(0, 8)}.txt`;
  const text = `Subject: ${post.Subject ?? '(none)'}\nTo: ${post.TopicArn}\nAt: ${post.Timestamp}\n\n${post.Message}\n`;
  // Renamed into place: who watches the folder never reads half a page.
  const unfinished = join(options.directory, `.${name}`);
  writeFileSync(unfinished, text);
  renameSync(unfinished, join(options.directory, name));
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '');
