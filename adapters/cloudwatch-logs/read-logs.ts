import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';

const logs = new CloudWatchLogsClient({});

/** Granted on the log groups. */
export const readLogsActions = ['logs:FilterLogEvents'] as const;

export interface LogLine {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly stream: string;
  readonly message: string;
}

/** Pages that are read at the most: a group that says more than that since `since` shows its first lines only. */
const maximumPages = 50;

/**
 * The newest lines of a log group since a time, oldest first; null where there is no such group.
 * @param request.streams only streams whose names begin like this
 */
export async function readLogs(request: {
  readonly group: string;
  readonly streams?: string;
  readonly since: Date;
  readonly limit: number;
}): Promise<LogLine[] | null> {
  let lines: LogLine[] = [];
  let nextToken: string | undefined;
  try {
    for (let page = 0; page < maximumPages; page++) {
      const answer: FilterLogEventsCommandOutput = await logs.send(
        new FilterLogEventsCommand({
          logGroupName: request.group,
          logStreamNamePrefix: request.streams,
          startTime: request.since.getTime(),
          nextToken,
        }),
      );
      const read = (answer.events ?? []).map(({ timestamp, logStreamName, message }) => ({
        at: new Date(timestamp ?? 0).toISOString(),
        stream: logStreamName ?? '',
        message: (message ?? '').trimEnd(),
      }));
      lines = [...lines, ...read].sort((a, b) => a.at.localeCompare(b.at)).slice(-request.limit);
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
  return lines;
}
