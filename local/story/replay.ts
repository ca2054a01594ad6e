import type { FlightRequest } from './flights.ts';

/** What became of one request. */
export interface Reply {
  readonly status: number;
  readonly variant?: string;
  readonly probability?: number;
  readonly milliseconds: number;
}

export interface ReplaySummary {
  readonly requests: number;
  readonly failed: number;
  readonly byVariant: Readonly<Record<string, number>>;
  readonly medianMilliseconds: number;
}

/**
 * Sends requests with a few callers side by side, over and over until `enough` says so or the requests
 * have been sent once (`once`), never longer than the deadline.
 */
export async function replay(
  send: (request: FlightRequest) => Promise<Reply>,
  requests: readonly FlightRequest[],
  options: {
    readonly callers: number;
    readonly once?: boolean;
    readonly enough?: () => boolean;
    readonly deadlineInSeconds: number;
  },
): Promise<ReplaySummary> {
  const deadline = Date.now() + options.deadlineInSeconds * 1_000;
  const replies: Reply[] = [];
  let next = 0;
  const caller = async () => {
    while (Date.now() < deadline && !(options.enough?.() ?? false)) {
      if (options.once && next >= requests.length) return;
      const request = requests[next++ % requests.length]!;
      replies.push(await send(request));
    }
  };
  await Promise.all(Array.from({ length: options.callers }, caller));
  return summarize(replies);
}

export function summarize(replies: readonly Reply[]): ReplaySummary {
  const byVariant: Record<string, number> = {};
  for (const { variant } of replies) {
    if (variant !== undefined) byVariant[variant] = (byVariant[variant] ?? 0) + 1;
  }
  const times = replies.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    requests: replies.length,
    failed: replies.filter(({ status }) => status !== 200).length,
    byVariant,
    medianMilliseconds: times[Math.floor(times.length / 2)] ?? Number.NaN,
  };
}
