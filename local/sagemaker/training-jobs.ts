import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SecondaryStatus, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import { putFile } from '../../adapters/s3/put-file.ts';
import { extractMetrics } from './extract-metrics.ts';
import { maximumFailureReason, scriptFailureReason } from './failure-reason.ts';
import { scriptHyperparameters } from './hyperparameters.ts';
import { interrupted, JobFailed, jobFailureReason, noCapacity } from './job-failed.ts';
import type { LogTarget } from './log-sink.ts';
import { type PythonProcess, type Report, startPython } from './python-process.ts';
import { epochSeconds, type TrainingJobRecord } from './records.ts';
import { downloadObject, downloadPrefix } from './s3-files.ts';
import { parseS3Uri } from './s3-uri.ts';
import type { StandInParts } from './stand-in.ts';
import { trainingJobEvent } from './state-change-event.ts';

/** SageMaker gives a script that is being stopped so long to end by itself. */
const stopGraceMilliseconds = 120_000;
/** Lines of the script's output that are kept for `FailureReason`. */
const keptLines = 40;

const statusMessage: Partial<Record<SecondaryStatus, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
  Failed: 'Training job failed',
};

/** Runs training jobs: each in a folder of its own, with the user's script in script mode. */
export class TrainingJobs {
  readonly #stopping = new Map<string, 'StopTrainingJob' | 'MaxRuntimeExceeded'>();
  readonly #processes = new Map<string, PythonProcess>();

  #closed = false;

  constructor(private readonly standIn: StandInParts) {}

  /** From now on the records stay as they are: what happens to jobs is the shutdown's doing, and `resume` tells it. */
  close(): void {
    this.#closed = true;
  }

  /** Jobs that a restart interrupted have failed: their processes died with the stand-in. */
  resume(): void {
    for (const job of this.standIn.stores.trainingJobs.list()) {
      if (job.TrainingJobStatus !== 'InProgress' && job.TrainingJobStatus !== 'Stopping') continue;
      this.#move(job.TrainingJobName, 'Failed', 'Failed', {
        FailureReason: interrupted,
      });
    }
  }

  start(job: TrainingJobRecord): void {
    this.standIn.stores.trainingJobs.put(job.TrainingJobName, job);
    this.standIn.events.send(trainingJobEvent(this.standIn.options, job));
    void this.#run(job).catch((error: Error) => {
      this.#move(job.TrainingJobName, 'Failed', 'Failed', {
        FailureReason: jobFailureReason(error),
      });
    });
  }

  /** Asks a running job to stop; it is Stopped when its script has ended. */
  stop(name: string, why: 'StopTrainingJob' | 'MaxRuntimeExceeded' = 'StopTrainingJob'): void {
    this.#stopping.set(name, why);
    this.#move(name, 'Stopping', 'Stopping');
    void this.#processes.get(name)?.stop(stopGraceMilliseconds);
  }

  async #run(job: TrainingJobRecord): Promise<void> {
    const name = job.TrainingJobName;
    const { logs, options } = this.standIn;
    if (this.standIn.faults.take('capacityError')) {
      throw noCapacity();
    }
    const directory = join(options.stateDirectory, 'jobs', name);
    rmSync(directory, { recursive: true, force: true });
    const folder = (...parts: string[]) => {
      const path = join(directory, ...parts);
      mkdirSync(path, { recursive: true });
      return path;
    };
    const log: LogTarget = {
      group: '/aws/sagemaker/TrainingJobs',
      stream: `${name}/algo-1-${Math.floor(job.CreationTime)}`,
      file: join(options.stateDirectory, 'logs', 'training-jobs', `${name}.log`),
    };
    const hyperparameters = scriptHyperparameters(job.HyperParameters ?? {});
    const { sagemaker_program: program, sagemaker_submit_directory: source } = hyperparameters.sagemaker;

    this.#move(name, 'InProgress', 'Downloading', { TrainingStartTime: epochSeconds() });
    const input = folder('input', 'data');
    const channels: Record<string, string> = {};
    const sourceFile = join(folder('source'), 'sourcedir.tar.gz');
    try {
      for (const channel of job.InputDataConfig ?? []) {
        const path = folder('input', 'data', channel.ChannelName!);
        channels[channel.ChannelName!] = path;
        const uri = channel.DataSource!.S3DataSource!.S3Uri!;
        const objects = await downloadPrefix(uri, path);
        if (objects === 0)
          throw new Error(`No S3 objects found under S3 URL "${uri}" given in input data source`);
      }
      if (program === undefined || source === undefined) {
        throw new Error(
          'Hyperparameters sagemaker_program and sagemaker_submit_directory are missing: the local stand-in runs script mode only',
        );
      }
      await downloadObject(source, sourceFile);
    } catch (error) {
      throw new JobFailed(
        `ClientError: Data download failed: ${(error as Error).message}`.slice(0, maximumFailureReason),
      );
    }
    if (this.#stopping.has(name)) return this.#stopped(name);

    const place = {
      code: folder('code'),
      model: folder('model'),
      output: folder('output'),
      data: folder('output', 'data'),
      config: folder('input', 'config'),
      modelArchive: join(folder('upload'), 'model.tar.gz'),
      dataArchive: join(folder('upload'), 'output.tar.gz'),
    };
    const lastLines = { stdout: [] as string[], stderr: [] as string[] };
    const lines: string[] = [];
    let ended: Report | undefined;
    let refused: string | undefined;
    const python = startPython({
      python: options.python,
      script: 'run_training.py',
      directory,
      args: [
        ...['--source', sourceFile, '--code-dir', place.code, '--program', program],
        ...['--model-dir', place.model, '--model-archive', place.modelArchive],
        ...['--data-dir', place.data, '--data-archive', place.dataArchive],
        ...['--', ...hyperparameters.args],
      ],
      environment: trainingEnvironment(job, { ...place, input, channels, directory }, options.region),
      onLines: (added, stream) => {
        logs.write(log, added);
        lines.push(...added);
        lastLines[stream] = [...lastLines[stream], ...added].slice(-keptLines);
      },
      onReport: (report) => {
        if (report.event === 'started') this.#move(name, 'InProgress', 'Training');
        if (report.event === 'refused') refused = String(report.reason);
        if (report.event === 'ended') ended = report;
      },
    });
    this.#processes.set(name, python);
    const maximum = job.StoppingCondition?.MaxRuntimeInSeconds ?? 86_400;
    // setTimeout takes at most 2^31 - 1 milliseconds.
    const timer = setTimeout(
      () => this.stop(name, 'MaxRuntimeExceeded'),
      Math.min(maximum * 1000, 2 ** 31 - 1),
    );
    if (this.#stopping.has(name)) void python.stop(stopGraceMilliseconds);
    const { code } = await python.ended;
    clearTimeout(timer);
    this.#processes.delete(name);
    await logs.flush();

    if (refused !== undefined) throw new JobFailed(`ClientError: ${refused}`.slice(0, maximumFailureReason));
    const exitCode = typeof ended?.exitCode === 'number' ? ended.exitCode : (code ?? 137);
    if (exitCode !== 0 && !this.#stopping.has(name)) {
      const output = (lastLines.stderr.length > 0 ? lastLines.stderr : lastLines.stdout).join('\n');
      const command = ['python3', program, ...hyperparameters.args].join(' ');
      throw new JobFailed(scriptFailureReason({ output, command, exitCode }));
    }

    if (!this.#stopping.has(name)) this.#move(name, 'InProgress', 'Uploading');
    if (ended?.model === true) await upload(job.ModelArtifacts.S3ModelArtifacts, place.modelArchive);
    if (ended?.data === true) {
      await upload(
        job.ModelArtifacts.S3ModelArtifacts.replace(/model\.tar\.gz$/, 'output.tar.gz'),
        place.dataArchive,
      );
    }
    rmSync(directory, { recursive: true, force: true });
    if (this.#stopping.has(name)) return this.#stopped(name);
    this.#move(name, 'Completed', 'Completed', {
      FinalMetricDataList: extractMetrics(job.AlgorithmSpecification?.MetricDefinitions ?? [], lines),
    });
  }

  #stopped(name: string): void {
    const why = this.#stopping.get(name);
    this.#stopping.delete(name);
    this.#move(name, 'Stopped', why === 'MaxRuntimeExceeded' ? 'MaxRuntimeExceeded' : 'Stopped');
  }

  #move(
    name: string,
    TrainingJobStatus: TrainingJobStatus,
    secondary: SecondaryStatus,
    changes: Partial<TrainingJobRecord> = {},
  ): void {
    if (this.#closed) return;
    const { stores, events, options } = this.standIn;
    const job = stores.trainingJobs.get(name)!;
    const now = epochSeconds();
    const over = ['Completed', 'Failed', 'Stopped'].includes(TrainingJobStatus);
    const transitions = job.SecondaryStatusTransitions.map((transition) =>
      transition.EndTime === undefined ? { ...transition, EndTime: now } : transition,
    );
    const started = job.TrainingStartTime ?? changes.TrainingStartTime;
    const seconds = Math.max(1, Math.round(now - (started ?? now)));
    const moved: TrainingJobRecord = {
      ...job,
      ...changes,
      TrainingJobStatus,
      SecondaryStatus: secondary,
      SecondaryStatusTransitions: [
        ...transitions,
        {
          Status: secondary,
          StartTime: now,
          ...(over ? { EndTime: now } : {}),
          StatusMessage: changes.FailureReason ?? statusMessage[secondary] ?? '',
        },
      ],
      LastModifiedTime: now,
      ...(over
        ? { TrainingEndTime: now, TrainingTimeInSeconds: seconds, BillableTimeInSeconds: seconds }
        : {}),
    };
    if (over) this.#stopping.delete(name);
    stores.trainingJobs.put(name, moved);
    events.send(trainingJobEvent(options, moved));
  }
}

async function upload(uri: string, file: string): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  try {
    await putFile({ bucket, key, file, contentType: 'application/x-tar' });
  } catch (error) {
    throw new JobFailed(`ClientError: Artifact upload failed: ${(error as Error).message}`);
  }
}

/** The environment of script mode, with the job's folder in the place of /opt/ml. */
function trainingEnvironment(
  job: TrainingJobRecord,
  place: {
    readonly directory: string;
    readonly code: string;
    readonly model: string;
    readonly output: string;
    readonly data: string;
    readonly config: string;
    readonly input: string;
    readonly channels: Readonly<Record<string, string>>;
  },
  region: string,
): Record<string, string> {
  const { values, args, sagemaker } = scriptHyperparameters(job.HyperParameters ?? {});
  const program = sagemaker.sagemaker_program!;
  const inputDataConfig = Object.fromEntries(
    (job.InputDataConfig ?? []).map(({ ChannelName, ContentType }) => [
      ChannelName,
      {
        TrainingInputMode: 'File',
        S3DistributionType: 'FullyReplicated',
        RecordWrapperType: 'None',
        ContentType,
      },
    ]),
  );
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    TRAINING_JOB_NAME: job.TrainingJobName,
    TRAINING_JOB_ARN: job.TrainingJobArn,
    SM_INPUT_DIR: join(place.directory, 'input'),
    SM_INPUT_CONFIG_DIR: place.config,
    SM_OUTPUT_DIR: place.output,
    SM_OUTPUT_DATA_DIR: place.data,
    SM_MODEL_DIR: place.model,
    SM_CHANNELS: JSON.stringify(Object.keys(place.channels).sort()),
    ...prefixed('SM_CHANNEL_', place.channels),
    SM_HPS: JSON.stringify(values),
    ...prefixed(
      'SM_HP_',
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    ),
    SM_USER_ARGS: JSON.stringify(args),
    SM_USER_ENTRY_POINT: program,
    SM_MODULE_NAME: program.replace(/\.py$/, ''),
    SM_MODULE_DIR: sagemaker.sagemaker_submit_directory!,
    SM_INPUT_DATA_CONFIG: JSON.stringify(inputDataConfig),
    SM_RESOURCE_CONFIG: JSON.stringify({
      current_host: 'algo-1',
      hosts: ['algo-1'],
      network_interface_name: 'lo',
    }),
    SM_HOSTS: JSON.stringify(['algo-1']),
    SM_CURRENT_HOST: 'algo-1',
    SM_NETWORK_INTERFACE_NAME: 'lo',
    SM_NUM_CPUS: String(availableParallelism()),
    SM_NUM_GPUS: '0',
    SM_LOG_LEVEL: '20',
    ...job.Environment,
  };
}

const prefixed = (prefix: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `${prefix}${name.toUpperCase().replaceAll('-', '_')}`,
      value,
    ]),
  );
