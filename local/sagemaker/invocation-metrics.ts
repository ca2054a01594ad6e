import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type Invocation, metricBatch } from './metric-batch.ts';

/** PutMetricData takes at most so many data points. */
const maximumData = 500;
/** Invocations that wait while CloudWatch cannot be reached; older ones are dropped. */
const maximumWaiting = 50_000;

/** Collects invocations and puts their metrics to CloudWatch, namespace `AWS/SageMaker`. */
export class InvocationMetrics {
  readonly #client = new CloudWatchClient({});
  #waiting: Invocation[] = [];
  #flushing: Promise<void> = Promise.resolve();

  constructor(private readonly complain: (message: string) => void) {}

  add(invocation: Invocation): void {
    this.#waiting.push(invocation);
  }

  /** Puts what waits. What cannot be put waits for the next time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#put());
    return this.#flushing;
  }

  async #put(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const invocations = this.#waiting;
    this.#waiting = [];
    try {
      const data = metricBatch(invocations, new Date());
      for (let from = 0; from < data.length; from += maximumData) {
        await this.#client.send(
          new PutMetricDataCommand({
            Namespace: 'AWS/SageMaker',
            MetricData: data.slice(from, from + maximumData),
          }),
        );
      }
    } catch (error) {
      this.complain(`Cannot put the endpoints' metrics: ${(error as Error).message}`);
      this.#waiting = [...invocations, ...this.#waiting].slice(-maximumWaiting);
    }
  }
}
