import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

/** What Lambda asks of a stream in a function's name. */
export const readStreamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
] as const;

export interface RecordChange {
  /** Null where the record was not there before. */
  readonly before: unknown;
  readonly after: unknown;
  /** ISO 8601, UTC, to the second. */
  readonly at: string;
}

/** The records that a batch of a table's stream says were written, as they were and as they have become. */
export function streamChanges(event: DynamoDBStreamEvent): RecordChange[] {
  return event.Records.flatMap(({ dynamodb }) => {
    const { NewImage, OldImage, ApproximateCreationDateTime } = dynamodb ?? {};
    if (NewImage === undefined || ApproximateCreationDateTime === undefined) return [];
    return [
      {
        before: OldImage === undefined ? null : unmarshall(OldImage as Parameters<typeof unmarshall>[0]),
        after: unmarshall(NewImage as Parameters<typeof unmarshall>[0]),
        at: new Date(Math.floor(ApproximateCreationDateTime) * 1_000).toISOString(),
      },
    ];
  });
}
