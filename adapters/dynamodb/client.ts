import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export const dynamodb = new DynamoDBClient({});

// For a log that nobody keeps it goes through every value of an answer: 1.6 of 12 ms for 100 items.
dynamodb.middlewareStack.remove('loggerMiddleware');
