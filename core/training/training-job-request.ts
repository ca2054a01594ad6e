import { inSeconds } from '../duration.ts';
import type { Training } from '../registry/model-definition.ts';
import type { RunRecord, TrainingSet } from '../registry/records.ts';
import { jobName } from './job-name.ts';
import { runPlaces } from './run-places.ts';
import { scriptHyperparameters } from './script-hyperparameters.ts';

/** What a run's training needs to know beside the run itself. */
export interface TrainingPlace {
  readonly modelBucket: string;
  readonly image: string;
  readonly region: string;
  readonly training: Pick<Training, 'instanceType' | 'maximumRuntime'>;
}

/** The run's training set. @throws Error when the step before has not recorded one */
export function trainingSetOf(run: RunRecord): TrainingSet {
  if (run.trainingSet === undefined) {
    throw new Error(
      `Cannot go on with run '${run.runId}': it has no training set; build-training-set records it`,
    );
  }
  return run.trainingSet;
}

/** The name of a run's training job: the same for every release that would train the same model. */
export function trainingJobName(run: RunRecord, place: TrainingPlace, attempt: number): string {
  const decides = {
    trainingSet: trainingSetOf(run).digest,
    code: run.codeDigest,
    hyperparameters: run.hyperparameters,
    image: place.image,
    seed: run.seed,
    instanceType: place.training.instanceType,
    // Made again, not found again.
    ...(run.reproduces === undefined ? {} : { reproduction: run.runId }),
  };
  return jobName(run.environment, run.model, decides, attempt);
}

/** The training job of a run, all but the role that it takes on. */
export function trainingJobRequest(run: RunRecord, place: TrainingPlace, name: string) {
  const { prefix } = trainingSetOf(run);
  const channel = (channelName: string) => `s3://${place.modelBucket}/${prefix}${channelName}/`;
  return {
    name,
    image: place.image,
    channels: { train: channel('train'), validation: channel('validation'), schema: channel('schema') },
    hyperparameters: scriptHyperparameters({
      hyperparameters: run.hyperparameters,
      seed: run.seed,
      codeUri: run.codeUri,
      region: place.region,
      jobName: name,
    }),
    output: `s3://${place.modelBucket}/${runPlaces(run).artifact}`,
    instanceType: place.training.instanceType,
    maximumRuntimeInSeconds: Math.ceil(inSeconds(place.training.maximumRuntime)),
    tags: { 'ballast:model': run.model, 'ballast:run': run.runId, 'ballast:environment': run.environment },
  };
}
