import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const sns = new SNSClient({});

export const publishActions = ['sns:Publish'] as const;

/**
 * Publishes a message to a topic and answers with its id.
 * @param message.subject at most 100 ASCII characters, no line break
 */
export async function publish(
  topicArn: string,
  message: { readonly subject: string; readonly body: string },
): Promise<string> {
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn: topicArn, Subject: message.subject, Message: message.body }),
  );
  if (MessageId === undefined)
    throw new Error(`Cannot publish to '${topicArn}': the answer has no message id`);
  return MessageId;
}
