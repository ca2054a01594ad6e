import { basename } from 'node:path';
import { invokeFunction } from '../../adapters/lambda/invoke-function.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import { invokeEndpoint } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import { RegistryReader } from '../../cli/registry-reader.ts';
import { dataPrefix, endpointName, functionName } from '../../core/names.ts';
import type { RunRecord, UploadRecord } from '../../core/registry/records.ts';
import type { FlightRequest } from './flights.ts';
import type { Reply } from './replay.ts';
import type { Story } from './story.ts';
import { waitFor } from './wait-for.ts';

/** What `predict` answers. */
export interface PredictAnswer {
  readonly status: number;
  readonly body: {
    readonly id?: string;
    readonly probability?: number;
    readonly variant?: string;
    readonly version?: number;
    readonly features?: Readonly<Record<string, string | number | null>>;
  };
}

/** What the story's people and feeds do: upload, ask for predictions, wait for what follows. */
export class Actions {
  readonly registry: RegistryReader;

  constructor(readonly story: Story) {
    this.registry = new RegistryReader(story.outputs.RegistryTable);
  }

  /** Uploads a file to its dataset's landing folder, as any S3 client would. */
  async upload(dataset: string, file: string, name = basename(file)): Promise<string> {
    const key = `${dataPrefix.landing(dataset)}${name}`;
    await putFile({ bucket: this.story.outputs.DataBucket, key, file });
    return key;
  }

  /** The verdict on an upload, once there is one. */
  verdict(dataset: string, key: string): Promise<UploadRecord> {
    let last = 'no record of the upload';
    return waitFor(
      `a verdict on ${key}`,
      async () => {
        const upload = (await this.registry.uploads(dataset)).filter((record) => record.key === key).at(-1);
        if (upload !== undefined) last = upload.status;
        return upload !== undefined && upload.status !== 'checking' ? upload : null;
      },
      { seconds: 60, describe: () => last },
    );
  }

  async uploadAndWait(dataset: string, file: string): Promise<UploadRecord> {
    return this.verdict(dataset, await this.upload(dataset, file));
  }

  /** Uploads a file and waits until predictions see what is new in it. */
  async uploadAndMaterialise(dataset: string, file: string): Promise<UploadRecord> {
    const upload = await this.uploadAndWait(dataset, file);
    await waitFor(
      `the online features of ${dataset}@${upload.datasetVersion}`,
      async () => {
        const record = await this.registry.materialisation(dataset);
        return record !== null && record.version >= (upload.datasetVersion ?? 0) ? record : null;
      },
      { seconds: 60 },
    );
    return upload;
  }

  /** One prediction through the `predict` function. */
  async predict(request: FlightRequest): Promise<{ answer: PredictAnswer; reply: Reply }> {
    const started = performance.now();
    const answer = await invokeFunction<PredictAnswer>(functionName(this.story.twin.environment, 'predict'), {
      model: this.story.model,
      request,
    });
    return {
      answer,
      reply: {
        status: answer.status,
        variant: answer.body.variant,
        probability: answer.body.probability,
        milliseconds: performance.now() - started,
      },
    };
  }

  /** One prediction straight through SageMaker's InvokeEndpoint. */
  invoke(features: object, inferenceId: string) {
    return invokeEndpoint({
      endpoint: endpointName(this.story.twin.environment, this.story.model),
      body: JSON.stringify(features),
      contentType: 'application/json',
      inferenceId,
    });
  }

  /** The first run that `matches`, at the latest after a minute. */
  run(what: string, matches: (run: RunRecord) => boolean): Promise<RunRecord> {
    return waitFor(what, async () => (await this.registry.runs(this.story.model)).find(matches) ?? null, {
      seconds: 60,
    });
  }

  /** Follows a run, saying each step as it comes, until it waits for approval or has ended. */
  async follow(runId: string): Promise<RunRecord> {
    let shown = '';
    return waitFor(
      `run ${runId} to reach its approval`,
      async () => {
        const run = (await this.registry.runs(this.story.model)).find((record) => record.runId === runId);
        if (run === undefined) return null;
        if (run.step !== shown && run.status === 'running') this.story.note(`release ${runId}: ${run.step}`);
        shown = run.step;
        return run.status === 'running' || run.status === 'registered' ? null : run;
      },
      { seconds: 180, describe: () => `step ${shown}` },
    );
  }

  async invokeByName<T>(name: string, input: object): Promise<T> {
    return invokeFunction<T>(functionName(this.story.twin.environment, name), input);
  }
}
