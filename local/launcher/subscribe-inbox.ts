import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  paginateListTopics,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { stackName } from '../../core/names.ts';
import { type Inbox, startInbox } from './start-inbox.ts';
import type { TwinState } from './twin-state.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Opens the twin's inbox and subscribes it to every owner's topic of the deployed stack.
 * @returns the inbox and the owners that it receives for
 */
export async function subscribeInbox(twin: TwinState): Promise<{ inbox: Inbox; owners: string[] }> {
  const sns = new SNSClient({
    endpoint: twin.endpointUrl,
    region: twin.region,
    credentials: { accessKeyId: twin.accessKeyId, secretAccessKey: twin.secretAccessKey },
  });
  const inbox = await startInbox({
    directory: twin.inboxDirectory,
    confirm: async (topicArn, token) => {
      await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }));
    },
  });
  const prefix = `:${stackName(twin.environment)}-owner-`;
  const owners: string[] = [];
  for await (const page of paginateListTopics({ client: sns }, {})) {
    for (const { TopicArn } of page.Topics ?? []) {
      if (TopicArn === undefined || !TopicArn.includes(prefix)) continue;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: inbox.url }));
      await waitUntil(
        async () => {
          const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
          return (Subscriptions ?? []).some(
            ({ Endpoint, SubscriptionArn }) =>
              Endpoint === inbox.url && SubscriptionArn !== undefined && SubscriptionArn.startsWith('arn:'),
          );
        },
        { what: `the inbox's subscription to ${TopicArn}`, deadlineInSeconds: 15 },
      );
      owners.push(TopicArn.slice(TopicArn.indexOf(prefix) + prefix.length));
    }
  }
  return { inbox, owners };
}
