import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { account, credentials, type Emulator, eventually, region, startEmulator } from '../start-emulator.ts';
import { Bucket } from './bucket.ts';

/** What one event of SageMaker says. */
export interface JobEvent {
  readonly source: string;
  readonly detail: Record<string, unknown>;
}

/** An emulator of a test's own, without a stack. */
export interface Emulated {
  readonly emulator: Emulator;
  readonly store: Bucket;
  /** The next of the events that were asked for, each once; waits for it. */
  nextEvent(): Promise<JobEvent>;
}

/** Starts an emulator with an empty bucket and a queue of SageMaker's events that match; it is the test's to stop. */
export async function emulate(bucket: string, events: object): Promise<Emulated> {
  const emulator = await startEmulator();
  const settings = { region, credentials, endpoint: emulator.url };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const sqs = new SQSClient(settings);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
  const eventbridge = new EventBridgeClient(settings);
  const EventPattern = JSON.stringify({ source: ['aws.sagemaker'], ...events });
  await eventbridge.send(new PutRuleCommand({ Name: 'jobs', EventPattern }));
  const target = { Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:events` };
  await eventbridge.send(new PutTargetsCommand({ Rule: 'jobs', Targets: [target] }));
  return {
    emulator,
    store: new Bucket(bucket, s3),
    nextEvent: () =>
      eventually(async () => {
        const { Messages } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 3600 }),
        );
        return Messages?.[0] === undefined ? null : (JSON.parse(Messages[0].Body!) as JobEvent);
      }, 'an event'),
  };
}
