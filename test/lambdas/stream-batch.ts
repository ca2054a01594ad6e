import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

/** As Lambda hands over a batch of a table's stream: each record as it was and as it has become. */
export const batch = (...changes: (readonly [object | null, object | null])[]): DynamoDBStreamEvent =>
  ({
    Records: changes.map(([before, after], index) => ({
      eventID: String(index),
      eventName: before === null ? 'INSERT' : after === null ? 'REMOVE' : 'MODIFY',
      dynamodb: {
        ApproximateCreationDateTime: 1_795_376_000.25,
        ...(before === null ? {} : { OldImage: image(before) }),
        ...(after === null ? {} : { NewImage: image(after) }),
      },
    })),
  }) as DynamoDBStreamEvent;

const image = (record: object) => marshall(record, { removeUndefinedValues: true });
