import { randomUUID } from 'node:crypto';
import { putText } from '../../adapters/s3/put-text.ts';
import { captureKey } from './capture-record.ts';
import { parseS3Uri } from './s3-uri.ts';

/** Where a variant's captured exchanges go. */
export interface CaptureTarget {
  readonly destination: string;
  readonly endpoint: string;
  readonly variant: string;
}

/** Lines of one variant that wait while S3 cannot be reached; older ones are dropped. */
const maximumWaiting = 100_000;

/** Collects captured exchanges and writes them to S3 in files of JSON lines. */
export class DataCapture {
  readonly #waiting = new Map<string, { readonly target: CaptureTarget; lines: string[] }>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(private readonly complain: (message: string) => void) {}

  add(target: CaptureTarget, line: string): void {
    const key = `${target.destination}\n${target.endpoint}\n${target.variant}`;
    const entry = this.#waiting.get(key) ?? { target, lines: [] };
    this.#waiting.set(key, entry);
    entry.lines.push(line);
  }

  /** Writes what waits: one file per variant. What cannot be written waits for the next time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    for (const [key, { target, lines }] of [...this.#waiting]) {
      this.#waiting.delete(key);
      const { bucket, key: prefix } = parseS3Uri(target.destination);
      const object = captureKey(prefix, target.endpoint, target.variant, new Date(), randomUUID());
      try {
        await putText(bucket, object, `${lines.join('\n')}\n`, 'application/x-jsonlines');
      } catch (error) {
        this.complain(`Cannot write captured data to s3://${bucket}/${object}: ${(error as Error).message}`);
        const entry = this.#waiting.get(key) ?? { target, lines: [] };
        entry.lines = [...lines, ...entry.lines].slice(-maximumWaiting);
        this.#waiting.set(key, entry);
      }
    }
  }
}
