import { reproductionPrefix } from '../registry/keys.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';
import type { ModelVersionRecord, RunRecord } from '../registry/records.ts';
import { digestOf } from './digest-of.ts';
import { pinnedImage } from './pinned-image.ts';

/** What the ids of all reproductions of a version begin with. */
export const reproductionsOf = (version: number): string => `${reproductionPrefix}v${version}_`;

/** The id of a reproduction, and the name of its execution: the same request, sent again, is the same one. */
export const reproductionId = (model: string, version: number, requestId: string): string =>
  `${reproductionsOf(version)}${digestOf([model, requestId]).slice(0, 12)}`;

/** The run that makes a version again: with what the version's record says, whatever is deployed now. */
export const newReproduction = (request: {
  readonly record: ModelVersionRecord;
  /** The model's definition as of then. */
  readonly definition: ModelDefinition;
  readonly runId: string;
  readonly by: string;
  /** S3 URI of the reproduction's own copy of the version's code. */
  readonly codeUri: string;
  readonly now: Date;
}): RunRecord => {
  const { model, version, datasets, codeDigest, codeCommit, environment, hyperparameters, seed } =
    request.record;
  return {
    kind: 'run',
    model,
    runId: request.runId,
    cause: { kind: 'command', by: request.by, reason: `reproduce version ${version}` },
    datasets,
    codeUri: request.codeUri,
    codeDigest,
    codeCommit,
    environment,
    hyperparameters,
    seed,
    startedAt: request.now.toISOString(),
    step: 'features',
    status: 'running',
    reproduces: {
      version,
      image: pinnedImage(request.record.image, request.record.imageDigest),
      definition: request.definition,
    },
  };
};
