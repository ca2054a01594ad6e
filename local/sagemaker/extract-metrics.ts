import type { MetricDefinition } from '@aws-sdk/client-sagemaker';
import { epochSeconds } from './records.ts';

/** `FinalMetricDataList`: the last value that each definition's first group found in the log. */
export function extractMetrics(definitions: readonly MetricDefinition[], lines: readonly string[]) {
  return definitions.flatMap(({ Name, Regex }) => {
    const pattern = new RegExp(Regex!);
    for (let index = lines.length - 1; index >= 0; index -= 1) {
      const found = pattern.exec(lines[index]!)?.[1];
      if (found === undefined || Number.isNaN(Number(found))) continue;
      return [{ MetricName: Name!, Value: Number(found), Timestamp: epochSeconds() }];
    }
    return [];
  });
}
