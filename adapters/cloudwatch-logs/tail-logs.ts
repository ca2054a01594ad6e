import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';

const logs = new CloudWatchLogsClient({});

/** Granted on the log groups. */
export const tailLogsActions = ['logs:DescribeLogStreams', 'logs:GetLogEvents'] as const;

/** The last lines of the log streams whose names begin with `prefix`, oldest first; none where there is no log. */
export async function tailLogs(group: string, prefix: string, limit: number): Promise<string[]> {
  try {
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: prefix, limit: 10 }),
    );
    const pages = await Promise.all(
      (logStreams ?? []).map(({ logStreamName }) =>
        logs.send(
          new GetLogEventsCommand({ logGroupName: group, logStreamName, limit, startFromHead: false }),
        ),
      ),
    );
    return pages
      .flatMap(({ events }) => events ?? [])
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0))
      .map(({ message }) => (message ?? '').trimEnd())
      .slice(-limit);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
