import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';

/** Where one container's lines go: a log stream and a file. */
export interface LogTarget {
  readonly group: string;
  readonly stream: string;
  readonly file: string;
}

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** PutLogEvents takes at most 10,000 lines and 1 MiB; a line at most 256 KiB. */
const maximumLines = 1_000;
const maximumLineLength = 8_192;
/** Lines of one stream that wait while CloudWatch Logs cannot be reached; older ones are dropped (the file has them). */
const maximumWaiting = 10_000;

/** Writes containers' output to files at once and to CloudWatch Logs in batches. */
export class LogSink {
  readonly #client = new CloudWatchLogsClient({});
  readonly #waiting = new Map<string, { readonly target: LogTarget; lines: Line[] }>();
  readonly #created = new Set<string>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(private readonly complain: (message: string) => void) {}

  write(target: LogTarget, lines: readonly string[]): void {
    if (lines.length === 0) return;
    mkdirSync(dirname(target.file), { recursive: true });
    appendFileSync(target.file, `${lines.join('\n')}\n`);
    const key = `${target.group}\n${target.stream}`;
    const entry = this.#waiting.get(key) ?? { target, lines: [] };
    this.#waiting.set(key, entry);
    for (const message of lines) {
      // CloudWatch Logs refuses empty messages.
      if (message !== '')
        entry.lines.push({ timestamp: Date.now(), message: message.slice(0, maximumLineLength) });
    }
    entry.lines.splice(0, Math.max(0, entry.lines.length - maximumWaiting));
  }

  /** Sends what waits. What cannot be sent waits for the next time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#send());
    return this.#flushing;
  }

  async #send(): Promise<void> {
    for (const [key, entry] of [...this.#waiting]) {
      try {
        while (entry.lines.length > 0) {
          const batch = entry.lines.slice(0, maximumLines);
          await this.#create(entry.target, key);
          await this.#client.send(
            new PutLogEventsCommand({
              logGroupName: entry.target.group,
              logStreamName: entry.target.stream,
              logEvents: batch,
            }),
          );
          entry.lines.splice(0, batch.length);
        }
        this.#waiting.delete(key);
      } catch (error) {
        this.#created.delete(key);
        this.complain(
          `Cannot write to log stream ${entry.target.stream}: ${(error as Error).message}; ${entry.target.file} has it`,
        );
      }
    }
  }

  async #create({ group, stream }: LogTarget, key: string): Promise<void> {
    if (this.#created.has(key)) return;
    const ignoreExisting = (error: unknown) => {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    };
    await this.#client.send(new CreateLogGroupCommand({ logGroupName: group })).catch(ignoreExisting);
    await this.#client
      .send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }))
      .catch(ignoreExisting);
    this.#created.add(key);
  }
}
