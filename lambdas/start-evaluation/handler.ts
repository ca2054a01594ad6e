import * as v from 'valibot';
import { runDefinition } from '../../adapters/definitions/run-definition.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { digestArchive } from '../../adapters/s3/digest-archive.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { createModel } from '../../adapters/sagemaker/create-model.ts';
import { createTransformJob } from '../../adapters/sagemaker/create-transform-job.ts';
import { describeTrainingJob } from '../../adapters/sagemaker/describe-training-job.ts';
import { describeTransformJob } from '../../adapters/sagemaker/describe-transform-job.ts';
import { failingTask } from '../../adapters/step-functions/failing-task.ts';
import { awaitJob } from '../../adapters/task-tokens/await-job.ts';
import { runKey } from '../../core/registry/keys.ts';
import type { Artifact, RunRecord, Toolchain } from '../../core/registry/records.ts';
import { artifactKey } from '../../core/training/artifact-location.ts';
import { packagesIn } from '../../core/training/packages-in.ts';
import { runPlaces } from '../../core/training/run-places.ts';
import {
  sagemakerModelName,
  transformJobName,
  transformJobRequest,
} from '../../core/training/transform-job-request.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string(), token: v.string() });

/** A longer artifact is refused: hashing it would take longer than this function may run. */
const maximumArtifactBytes = 4 * 1024 ** 3;
/** What train.py may leave beside its model: `{"python": "3.10.12", "packages": {"xgboost": "3.2.0"}}`. */
const environmentFile = 'environment.json';
/** The record of a run has room for the digests of so many files. */
const mostEntriesKept = 200;

/** Makes the trained artifact a SageMaker model and starts the batch transform that it is judged by. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, token } = v.parse(Step, event);
  await failingTask(token, async () => {
    const { REGISTRY_TABLE, MODEL_BUCKET, SAGEMAKER_ROLE_ARN, XGBOOST_IMAGE } = readEnv(env);
    const key = runKey(model, runId);
    await updateRecord(REGISTRY_TABLE, key, { step: 'evaluate' });
    const run = await getRun(REGISTRY_TABLE, model, runId);
    const { training } = runDefinition(run);
    const image = run.reproduces?.image ?? XGBOOST_IMAGE;
    const { artifact, python } = await artifactOf(run, MODEL_BUCKET);
    const modelName = sagemakerModelName(run, artifact, image);
    await createModel({
      name: modelName,
      image,
      roleArn: SAGEMAKER_ROLE_ARN,
      artifactUri: artifact.uri,
      codeUri: run.codeUri,
      tags: { 'ballast:model': model, 'ballast:run': runId, 'ballast:environment': run.environment },
    });
    const toolchain: Toolchain = { ...run.toolchain, image, ...(python === null ? {} : { python }) };
    await updateRecord(REGISTRY_TABLE, key, { artifact, toolchain, sagemakerModel: modelName });
    const place = { modelBucket: MODEL_BUCKET, instanceType: training.instanceType };
    await awaitJob(
      REGISTRY_TABLE,
      { waitsFor: 'transform-job', model, runId, token },
      {
        nameOf: (attempt) => transformJobName(run, modelName, attempt),
        describe: describeTransformJob,
        record: (job) => updateRecord(REGISTRY_TABLE, key, { transformJob: job }),
        create: (job) => createTransformJob(transformJobRequest(run, place, { name: job, modelName })),
      },
    );
  });
}

/** The trained archive with its digests, and the packages that it was trained with, where the script left them. */
async function artifactOf(
  run: RunRecord,
  bucket: string,
): Promise<{ readonly artifact: Artifact; readonly python: Readonly<Record<string, string>> | null }> {
  const job = run.trainingJob === undefined ? null : await describeTrainingJob(run.trainingJob);
  const key = artifactKey(job?.artifactUri, bucket, runPlaces(run).artifact);
  const head = await headObject(bucket, key);
  if (head === null) {
    throw new Error(`Cannot evaluate training job '${run.trainingJob}': s3://${bucket}/${key} is not there`);
  }
  const { versionId, bytes } = head;
  const { digest, entries, contents } = await digestArchive({
    bucket,
    key,
    versionId,
    maximumBytes: maximumArtifactBytes,
    keep: (path) => path === environmentFile,
  });
  const kept = Object.keys(entries).length <= mostEntriesKept ? { entries } : {};
  return {
    artifact: { uri: `s3://${bucket}/${key}`, versionId, digest, bytes, ...kept },
    python: packagesIn(contents.get(environmentFile)?.toString('utf8')),
  };
}
