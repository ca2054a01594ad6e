/** What CloudWatch says of one variant since the comparison began. */
export interface VariantMetrics {
  readonly requests: number;
  /** Requests that ended with a 4xx or 5xx status. */
  readonly errors: number;
  /** Model latency, minute by minute. */
  readonly latency: readonly LatencyMinute[];
}

/** Percentiles of the model latency in one minute, in milliseconds. */
export interface LatencyMinute {
  readonly requests: number;
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
}

export const noMetrics: VariantMetrics = { requests: 0, errors: 0, latency: [] };
