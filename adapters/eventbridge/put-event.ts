import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventSource } from '../../core/names.ts';

const eventbridge = new EventBridgeClient({});

export const putEventActions = ['events:PutEvents'] as const;

/** Puts one of our events on the default bus; an event that the bus refuses is an error. */
export async function putEvent(detailType: string, detail: object): Promise<void> {
  const { FailedEntryCount, Entries } = await eventbridge.send(
    new PutEventsCommand({
      Entries: [{ Source: eventSource, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if ((FailedEntryCount ?? 0) > 0) {
    const { ErrorCode, ErrorMessage } = Entries?.[0] ?? {};
    const refused = new Error(`Cannot put event '${detailType}': ${ErrorCode} ${ErrorMessage}`);
    // As the SDK names what a service refuses as a whole: who retries looks at the name.
    throw Object.assign(refused, ErrorCode === undefined ? {} : { name: ErrorCode });
  }
}
