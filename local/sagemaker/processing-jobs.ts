import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ProcessingJobStatus } from '@aws-sdk/client-sagemaker';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import { maximumFailureReason } from './failure-reason.ts';
import { type InputObject, inputObjects } from './input-objects.ts';
import { interrupted, JobFailed, jobFailureReason, noCapacity } from './job-failed.ts';
import type { LogTarget } from './log-sink.ts';
import { type PythonProcess, type Report, startPython } from './python-process.ts';
import { epochSeconds, type ProcessingJobRecord } from './records.ts';
import { isPathBelow } from './s3-files.ts';
import { parseS3Uri } from './s3-uri.ts';
import type { StandInParts } from './stand-in.ts';
import { processingJobEvent } from './state-change-event.ts';

/** Where a container finds its files; here it is the job's own folder. */
const containerRoot = '/opt/ml';
/** SageMaker gives a container that is being stopped so long to end by itself. */
const stopGraceMilliseconds = 120_000;

/** Runs processing jobs: each entrypoint as a process, with the job's folder in the place of /opt/ml. */
export class ProcessingJobs {
  readonly #stopping = new Set<string>();
  readonly #processes = new Map<string, PythonProcess>();
  #closed = false;

  constructor(private readonly standIn: StandInParts) {}

  /** From now on the records stay as they are: what happens to jobs is the shutdown's doing, and `resume` tells it. */
  close(): void {
    this.#closed = true;
  }

  /** Jobs that a restart interrupted have failed: their processes died with the stand-in. */
  resume(): void {
    for (const { ProcessingJobName, ProcessingJobStatus } of this.standIn.stores.processingJobs.list()) {
      if (ProcessingJobStatus !== 'InProgress' && ProcessingJobStatus !== 'Stopping') continue;
      this.#move(ProcessingJobName, 'Failed', {
        FailureReason: interrupted,
      });
    }
  }

  start(job: ProcessingJobRecord): void {
    const name = job.ProcessingJobName;
    this.standIn.stores.processingJobs.put(name, job);
    this.standIn.events.send(processingJobEvent(this.standIn.options, job));
    void this.#run(job).then(
      () => this.#move(name, this.#stopping.has(name) ? 'Stopped' : 'Completed'),
      (error: Error) =>
        this.#move(name, 'Failed', {
          FailureReason: jobFailureReason(error).slice(0, maximumFailureReason),
        }),
    );
  }

  /** Asks a running job to stop; it is Stopped when its process has ended. */
  stop(name: string): void {
    this.#stopping.add(name);
    this.#move(name, 'Stopping');
    void this.#processes.get(name)?.stop(stopGraceMilliseconds);
  }

  async #run(job: ProcessingJobRecord): Promise<void> {
    const name = job.ProcessingJobName;
    const { options, faults } = this.standIn;
    if (faults.take('capacityError')) {
      throw noCapacity();
    }
    const directory = join(options.stateDirectory, 'processing', name);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const here = (text: string): string => text.replaceAll(containerRoot, directory);
    try {
      for (const { InputName, S3Input } of job.ProcessingInputs ?? []) {
        await download(InputName!, S3Input!, here(S3Input!.LocalPath!));
      }
      for (const { S3Output } of job.ProcessingOutputConfig?.Outputs ?? []) {
        mkdirSync(here(S3Output!.LocalPath!), { recursive: true });
      }
      if (this.#stopping.has(name)) return;
      this.#move(name, 'InProgress', { ProcessingStartTime: epochSeconds() });
      const exitCode = await this.#process(job, directory, here);
      const message = readMessage(here('/opt/ml/output/message'));
      if (message !== undefined) {
        const { processingJobs } = this.standIn.stores;
        processingJobs.put(name, { ...processingJobs.get(name)!, ExitMessage: message });
      }
      // What a container left is uploaded however it ended.
      for (const { S3Output } of job.ProcessingOutputConfig?.Outputs ?? []) {
        await upload(here(S3Output!.LocalPath!), S3Output!.S3Uri!);
      }
      if (exitCode !== 0 && !this.#stopping.has(name)) {
        throw new JobFailed(`AlgorithmError: See job logs for more information, exit code: ${exitCode}`);
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  async #process(job: ProcessingJobRecord, directory: string, here: (text: string) => string) {
    const name = job.ProcessingJobName;
    const { options, logs } = this.standIn;
    const log: LogTarget = {
      group: '/aws/sagemaker/ProcessingJobs',
      stream: `${name}/algo-1-${Math.floor(job.CreationTime)}`,
      file: join(options.stateDirectory, 'logs', 'processing-jobs', `${name}.log`),
    };
    const { ContainerEntrypoint = [], ContainerArguments = [] } = job.AppSpecification!;
    let ended: Report | undefined;
    let refused: string | undefined;
    const python = startPython({
      python: options.python,
      script: 'run_processing.py',
      directory,
      args: ['--', ...[...ContainerEntrypoint, ...ContainerArguments].map(here)],
      environment: Object.fromEntries(
        Object.entries(job.Environment ?? {}).map(([variable, value]) => [variable, here(value)]),
      ),
      onLines: (lines) => logs.write(log, lines),
      onReport: (report) => {
        if (report.event === 'refused') refused = String(report.reason);
        if (report.event === 'ended') ended = report;
      },
    });
    this.#processes.set(name, python);
    const maximum = job.StoppingCondition?.MaxRuntimeInSeconds ?? 86_400;
    // setTimeout takes at most 2^31 - 1 milliseconds.
    const timer = setTimeout(() => this.stop(name), Math.min(maximum * 1000, 2 ** 31 - 1));
    if (this.#stopping.has(name)) void python.stop(stopGraceMilliseconds);
    const { code } = await python.ended;
    clearTimeout(timer);
    this.#processes.delete(name);
    await logs.flush();
    if (refused !== undefined) throw new JobFailed(`AlgorithmError: ${refused}`);
    return typeof ended?.exitCode === 'number' ? ended.exitCode : (code ?? 137);
  }

  #move(
    name: string,
    ProcessingJobStatus: ProcessingJobStatus,
    changes: Partial<ProcessingJobRecord> = {},
  ): void {
    if (this.#closed) return;
    const { stores, events, options } = this.standIn;
    const now = epochSeconds();
    const isOver = ['Completed', 'Failed', 'Stopped'].includes(ProcessingJobStatus);
    const moved = stores.processingJobs.put(name, {
      ...stores.processingJobs.get(name)!,
      ...changes,
      ProcessingJobStatus,
      LastModifiedTime: now,
      ...(isOver ? { ProcessingEndTime: now } : {}),
    });
    if (isOver) this.#stopping.delete(name);
    events.send(processingJobEvent(options, moved));
  }
}

/** @throws JobFailed where an input has no object, or one that cannot be read */
async function download(
  name: string,
  input: { readonly S3Uri?: string | undefined; readonly S3DataType?: string | undefined },
  folder: string,
): Promise<void> {
  const failed = (reason: string): JobFailed =>
    new JobFailed(
      `ClientError: Data download failed: input ${name}: ${reason}`.slice(0, maximumFailureReason),
    );
  let objects: InputObject[];
  try {
    objects = await inputObjects(input);
  } catch (error) {
    throw failed((error as Error).message);
  }
  if (objects.length === 0) throw failed(`No S3 objects found under S3 URL "${input.S3Uri}"`);
  for (const { bucket, key, path } of objects) {
    if (!isPathBelow(path)) {
      throw failed(`the key of s3://${bucket}/${key} is no path below a folder`);
    }
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    try {
      await getObjectToFile({ bucket, key, file });
    } catch (error) {
      throw failed(`s3://${bucket}/${key}: ${(error as Error).message}`);
    }
  }
}

/** What a container wrote of its end: the first KiB is kept. */
function readMessage(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file).subarray(0, 1_024).toString('utf8') : undefined;
}

async function upload(folder: string, uri: string): Promise<void> {
  if (!existsSync(folder)) return;
  const { bucket, key } = parseS3Uri(uri.replace(/\/*$/, '/'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
  for (const file of files) {
    try {
      await putFile({ bucket, key: `${key}${relative(folder, file)}`, file });
    } catch (error) {
      throw new JobFailed(`ClientError: Output upload failed: ${(error as Error).message}`);
    }
  }
}
