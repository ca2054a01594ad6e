import { mkdirSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { LogSink, LogTarget } from './log-sink.ts';
import { type PythonProcess, startPython } from './python-process.ts';
import { downloadObject } from './s3-files.ts';

/** What a model container answered. Status 0: it gave no answer, and the body says why. */
export interface ContainerAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly customAttributes?: string;
  readonly body: Buffer;
}

export interface ContainerRequest {
  readonly body: Buffer;
  readonly contentType?: string;
  readonly accept?: string;
  readonly customAttributes?: string;
}

export interface ContainerSettings {
  readonly python: string;
  /** Folder of its own: the model, the code and nothing else. */
  readonly directory: string;
  readonly definition: ContainerDefinition;
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly log: LogTarget;
  readonly logs: LogSink;
  readonly startTimeoutSeconds: number;
  /** Seconds that the start takes longer: a fault on demand. */
  readonly extraStartSeconds: number;
  readonly invocationTimeoutSeconds: number;
}

const restartPauseMilliseconds = 1_000;
const longestRestartPauseMilliseconds = 30_000;

/** A model server: one Python process with the user's inference script. Restarted when it dies by itself. */
export class ModelContainer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  readonly #inFlight = new Set<Promise<unknown>>();
  #process: PythonProcess | undefined;
  #port: number | undefined;
  #stopped = false;
  #restarts = 0;

  private constructor(private readonly settings: ContainerSettings) {}

  /**
   * Starts a container and waits until it answers `/ping`.
   * @throws Error when it ends, or does not answer in time
   */
  static async start(settings: ContainerSettings): Promise<ModelContainer> {
    const container = new ModelContainer(settings);
    try {
      await container.#download();
      if (settings.extraStartSeconds > 0) {
        await new Promise((resolve) => setTimeout(resolve, settings.extraStartSeconds * 1000));
      }
      await container.#launch();
    } catch (error) {
      await container.stop(0);
      throw error;
    }
    return container;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** POST /invocations. Never throws: an answer that did not come has status 0. */
  invoke(request: ContainerRequest): Promise<ContainerAnswer> {
    const answer = this.#send('POST', '/invocations', request, this.settings.invocationTimeoutSeconds * 1000);
    this.#inFlight.add(answer);
    answer.finally(() => this.#inFlight.delete(answer));
    return answer;
  }

  /** Lets the requests under way finish, for at most the grace, and ends the process. */
  async stop(graceMilliseconds = 5_000): Promise<void> {
    this.#stopped = true;
    const grace = new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref());
    if (this.#inFlight.size > 0) await Promise.race([Promise.all(this.#inFlight), grace]);
    await this.#process?.stop(1_000);
    this.#agent.destroy();
    rmSync(this.settings.directory, { recursive: true, force: true });
  }

  get #modelArchive(): string {
    return join(this.settings.directory, 'model.tar.gz');
  }

  get #codeArchive(): string {
    return join(this.settings.directory, 'sourcedir.tar.gz');
  }

  get #submitDirectory(): string | undefined {
    return this.settings.environment.SAGEMAKER_SUBMIT_DIRECTORY;
  }

  async #download(): Promise<void> {
    mkdirSync(this.settings.directory, { recursive: true });
    const { ModelDataUrl } = this.settings.definition;
    if (ModelDataUrl !== undefined) await downloadObject(ModelDataUrl, this.#modelArchive);
    if (this.#submitDirectory?.startsWith('s3://')) {
      await downloadObject(this.#submitDirectory, this.#codeArchive);
    }
  }

  async #launch(): Promise<void> {
    const { directory, definition, environment, log, logs, python, region, startTimeoutSeconds } =
      this.settings;
    const program = environment.SAGEMAKER_PROGRAM;
    if (program === undefined) {
      throw new Error(
        'The container has no script: set SAGEMAKER_PROGRAM in PrimaryContainer.Environment (the local stand-in serves script mode only)',
      );
    }
    const modelDirectory = join(directory, 'model');
    const codeInS3 = this.#submitDirectory?.startsWith('s3://') === true;
    const codeDirectory = codeInS3 ? join(directory, 'code') : join(modelDirectory, 'code');
    mkdirSync(modelDirectory, { recursive: true });
    const write = (lines: string[]) => logs.write(log, lines);
    let listening = (_port: number) => {};
    const port = new Promise<number>((resolve) => {
      listening = resolve;
    });
    const started = startPython({
      python,
      script: 'serve.py',
      args: [
        ...(definition.ModelDataUrl === undefined ? [] : ['--model-archive', this.#modelArchive]),
        ...(codeInS3 ? ['--code-archive', this.#codeArchive] : []),
        ...['--model-dir', modelDirectory, '--code-dir', codeDirectory, '--program', program],
      ],
      environment: {
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        // One request runs on one thread: idle threads of OpenMP would spin on the machine's few cores.
        OMP_NUM_THREADS: '1',
        SM_MODEL_DIR: modelDirectory,
        ...environment,
      },
      directory,
      onLines: write,
      onReport: (report) => listening(report.port as number),
    });
    this.#process = started;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`it did not start within ${startTimeoutSeconds} seconds`)),
        startTimeoutSeconds * 1000,
      );
    });
    const died = started.ended.then(({ code, signal }) => {
      throw new Error(
        `it ended with ${signal === null ? `exit code ${code}` : `signal ${signal}`}; see ${log.file}`,
      );
    });
    died.catch(() => {}); // also awaited below
    try {
      this.#port = await Promise.race([port, died, late]);
      const ping = await Promise.race([this.#send('GET', '/ping', {}, 10_000), late]);
      if (ping.status !== 200) throw new Error(`it answered /ping with ${ping.status}`);
    } catch (error) {
      await started.stop(0);
      throw error;
    } finally {
      clearTimeout(timer);
    }
    void started.ended.then(() => {
      this.#port = undefined;
      if (!this.#stopped) this.#relaunchLater();
    });
  }

  #relaunchLater(): void {
    const pause = Math.min(restartPauseMilliseconds * 2 ** this.#restarts, longestRestartPauseMilliseconds);
    this.#restarts += 1;
    this.settings.logs.write(this.settings.log, [
      `The model server ended by itself; starting it again in ${pause} ms`,
    ]);
    setTimeout(() => {
      if (this.#stopped) return;
      this.#launch().then(
        () => {
          this.#restarts = 0;
        },
        (error: Error) => {
          this.settings.logs.write(this.settings.log, [
            `Cannot start the model server again: ${error.message}`,
          ]);
          if (!this.#stopped) this.#relaunchLater();
        },
      );
    }, pause).unref();
  }

  #send(
    method: 'GET' | 'POST',
    path: string,
    { body, contentType, accept, customAttributes }: Partial<ContainerRequest>,
    timeoutMilliseconds: number,
  ): Promise<ContainerAnswer> {
    const none = (why: string): ContainerAnswer => ({
      status: 0,
      contentType: 'text/plain',
      body: Buffer.from(why),
    });
    const port = this.#port;
    if (port === undefined) return Promise.resolve(none('The model server is not running'));
    return new Promise((resolve) => {
      const outgoing = httpRequest(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port,
          method,
          path,
          timeout: timeoutMilliseconds,
          headers: {
            'Content-Length': body?.length ?? 0,
            ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
            ...(accept === undefined ? {} : { Accept: accept }),
            ...(customAttributes === undefined
              ? {}
              : { 'X-Amzn-SageMaker-Custom-Attributes': customAttributes }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', (error) => resolve(none(error.message)));
          incoming.on('end', () => {
            const attributes = incoming.headers['x-amzn-sagemaker-custom-attributes'];
            resolve({
              status: incoming.statusCode ?? 0,
              contentType: incoming.headers['content-type'] ?? 'application/octet-stream',
              ...(typeof attributes === 'string' ? { customAttributes: attributes } : {}),
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      outgoing.on('timeout', () => {
        outgoing.destroy(
          new Error(
            'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.',
          ),
        );
      });
      outgoing.on('error', (error) => resolve(none(error.message)));
      outgoing.end(body);
    });
  }
}
