import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import { maximumFailureReason } from './failure-reason.ts';
import { interrupted, JobFailed, jobFailureReason } from './job-failed.ts';
import type { LogTarget } from './log-sink.ts';
import { ModelContainer } from './model-container.ts';
import { epochSeconds, type ModelRecord, type TransformJobRecord } from './records.ts';
import { listPrefix, type PrefixedObject } from './s3-files.ts';
import { parseS3Uri } from './s3-uri.ts';
import { assembleRecords, splitRecords } from './split-records.ts';
import type { StandInParts } from './stand-in.ts';
import { transformJobEvent } from './state-change-event.ts';

/** SageMaker's defaults of ModelClientConfig. */
const invocationTimeoutSeconds = 600;
const startTimeoutSeconds = 120;
const mebibyte = 1024 * 1024;
/** The most that a container takes at once when MaxPayloadInMB is 0, which asks for no limit. */
const unlimitedBytes = 100 * mebibyte;

/** Runs transform jobs: each starts a model server of its own, sends it the files below a prefix and keeps its answers. */
export class TransformJobs {
  #closed = false;

  constructor(private readonly standIn: StandInParts) {}

  /** From now on the records stay as they are: what happens to jobs is the shutdown's doing, and `resume` tells it. */
  close(): void {
    this.#closed = true;
  }

  /** Jobs that a restart interrupted have failed. */
  resume(): void {
    for (const job of this.standIn.stores.transformJobs.list()) {
      if (job.TransformJobStatus !== 'InProgress') continue;
      this.#move(job.TransformJobName, {
        TransformJobStatus: 'Failed',
        FailureReason: interrupted,
      });
    }
  }

  start(job: TransformJobRecord, model: ModelRecord): void {
    this.standIn.stores.transformJobs.put(job.TransformJobName, job);
    this.standIn.events.send(transformJobEvent(this.standIn.options, job));
    void this.#run(job, model).then(
      () =>
        this.#move(job.TransformJobName, {
          TransformJobStatus: 'Completed',
          TransformEndTime: epochSeconds(),
        }),
      (error: Error) =>
        this.#move(job.TransformJobName, {
          TransformJobStatus: 'Failed',
          FailureReason: jobFailureReason(error).slice(0, maximumFailureReason),
          TransformEndTime: epochSeconds(),
        }),
    );
  }

  async #run(job: TransformJobRecord, model: ModelRecord): Promise<void> {
    const name = job.TransformJobName;
    const { options, logs, faults } = this.standIn;
    const definition = model.PrimaryContainer ?? model.Containers![0]!;
    const log: LogTarget = {
      group: '/aws/sagemaker/TransformJobs',
      stream: `${name}/i-${Math.floor(job.CreationTime)}`,
      file: join(options.stateDirectory, 'logs', 'transform-jobs', `${name}.log`),
    };
    const dataLog: LogTarget = { ...log, stream: `${log.stream}/data-log` };
    this.#move(name, { TransformStartTime: epochSeconds() });
    const root = join(options.stateDirectory, 'transforms');
    mkdirSync(root, { recursive: true });
    const directory = mkdtempSync(join(root, `${name}-`));
    try {
      const source = job.TransformInput!.DataSource!.S3DataSource!;
      const files = await this.#list(source.S3Uri!);
      let container: ModelContainer;
      try {
        container = await ModelContainer.start({
          python: options.python,
          directory: join(directory, 'container'),
          definition,
          environment: { ...definition.Environment, SAGEMAKER_BATCH: 'true', ...job.Environment },
          region: options.region,
          log,
          logs,
          startTimeoutSeconds,
          extraStartSeconds: faults.plan.slowStart,
          invocationTimeoutSeconds:
            job.ModelClientConfig?.InvocationsTimeoutInSeconds ?? invocationTimeoutSeconds,
        });
      } catch (error) {
        throw new JobFailed(
          `AlgorithmError: The primary container did not pass the ping health check: ${(error as Error).message}`,
        );
      }
      try {
        for (const file of files) await this.#transform(job, container, file, directory, dataLog);
      } finally {
        await container.stop();
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
      await logs.flush();
    }
  }

  async #list(uri: string): Promise<PrefixedObject[]> {
    let files: PrefixedObject[];
    try {
      files = await listPrefix(uri);
    } catch (error) {
      throw new JobFailed(`ClientError: Cannot list the input ${uri}: ${(error as Error).message}`);
    }
    if (files.length === 0) {
      throw new JobFailed(
        `ClientError: No S3 objects found under S3 URL "${uri}" given in input data source`,
      );
    }
    return files;
  }

  async #transform(
    job: TransformJobRecord,
    container: ModelContainer,
    { bucket, key, path }: PrefixedObject,
    directory: string,
    log: LogTarget,
  ): Promise<void> {
    const { logs } = this.standIn;
    const fail = (reason: string): never => {
      logs.write(log, [`${new Date().toISOString()}:[sagemaker logs]: ${bucket}/${key}: ${reason}`]);
      throw new JobFailed(`${reason} See job logs for more information`);
    };
    const input = join(directory, 'input');
    await getObjectToFile({ bucket, key, file: input });
    const strategy = job.BatchStrategy ?? 'MultiRecord';
    const megabytes = job.MaxPayloadInMB ?? 6;
    logs.write(log, [
      `${new Date().toISOString()}:[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=${megabytes}, BatchStrategy=${strategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD'}`,
    ]);
    const answers: Buffer[] = [];
    try {
      const batches = splitRecords(readFileSync(input), {
        splitType: job.TransformInput!.SplitType === 'Line' ? 'Line' : 'None',
        strategy,
        maximumBytes: megabytes === 0 ? unlimitedBytes : megabytes * mebibyte,
      });
      for (const body of batches) {
        const answer = await container.invoke({
          body,
          contentType: job.TransformInput!.ContentType,
          accept: job.TransformOutput!.Accept,
        });
        if (answer.status < 200 || answer.status > 299) {
          const side = answer.status >= 400 && answer.status <= 499 ? 'ClientError' : 'AlgorithmError';
          fail(
            `${side}: The container answered ${answer.status} for s3://${bucket}/${key}: ${answer.body.toString('utf8', 0, 700)}`,
          );
        }
        answers.push(answer.body);
      }
    } catch (error) {
      if (error instanceof JobFailed) throw error;
      fail(`ClientError: ${(error as Error).message}.`);
    }
    const output = join(directory, 'output');
    writeFileSync(
      output,
      assembleRecords(answers, job.TransformOutput!.AssembleWith === 'Line' ? 'Line' : 'None'),
    );
    const target = parseS3Uri(job.TransformOutput!.S3OutputPath!);
    const folder = target.key === '' || target.key.endsWith('/') ? target.key : `${target.key}/`;
    await putFile({ bucket: target.bucket, key: `${folder}${path}.out`, file: output });
  }

  #move(name: string, changes: Partial<TransformJobRecord>): void {
    if (this.#closed) return;
    const { stores, events, options } = this.standIn;
    const moved = stores.transformJobs.put(name, { ...stores.transformJobs.get(name)!, ...changes });
    if (changes.TransformJobStatus !== undefined) events.send(transformJobEvent(options, moved));
  }
}
