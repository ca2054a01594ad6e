import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { latestVersion } from '../../adapters/datasets/latest-version.ts';
import { loadDefinition, loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import type { Condition } from '../../adapters/dynamodb/condition.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent } from '../../adapters/dynamodb/put-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { transactWrite } from '../../adapters/dynamodb/transact-write.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { startExecution } from '../../adapters/step-functions/start-execution.ts';
import { modelPrefix } from '../../core/names.ts';
import type { DeployedModel } from '../../core/registry/deployed-model.ts';
import { datasetVersionKey, newestRunKey, partitionOf, runKey } from '../../core/registry/keys.ts';
import type { Cause, DatasetVersionRecord, NewestRunRecord, RunRecord } from '../../core/registry/records.ts';
import { coverage } from '../../core/training/coverage.ts';
import { newRun } from '../../core/training/new-run.ts';
import { newestTrainedRun } from '../../core/training/newest-trained-run.ts';
import { planRelease } from '../../core/training/plan-release.ts';
import { runIdOf } from '../../core/training/run-id.ts';
import { env } from './env.ts';
import { ReleaseInput } from './request.ts';
import { startReproduction } from './start-reproduction.ts';

/** What was decided for one model. */
export interface ReleaseDecision {
  readonly model: string;
  readonly answer: 'due' | 'not-due';
  readonly reason: string;
  /** The run that answers the cause; null where none is due. */
  readonly runId: string | null;
}

interface Asked {
  readonly model: DeployedModel;
  readonly cause: Cause;
  readonly code?: { readonly uri: string; readonly digest: string };
  readonly requestId: string;
}

const maximumCollisions = 8;

/** Starts the releases that an event or a command makes due, one run per cause. */
export async function handler(
  event: unknown,
  context: Pick<Context, 'awsRequestId'>,
): Promise<{ readonly decisions: readonly ReleaseDecision[] }> {
  const decisions: ReleaseDecision[] = [];
  const input = v.parse(ReleaseInput, event);
  if ('reproduce' in input) {
    const decision = await startReproduction(input);
    console.log(JSON.stringify(decision));
    return { decisions: [decision] };
  }
  for (const asked of askedFor(input, context.awsRequestId)) {
    const decision = await decide(asked);
    console.log(JSON.stringify(decision));
    decisions.push(decision);
  }
  return { decisions };
}

function askedFor(input: Exclude<ReleaseInput, { reproduce: unknown }>, awsRequestId: string): Asked[] {
  if ('cause' in input) {
    const requestId = input.requestId ?? awsRequestId;
    return [{ model: loadDefinition(input.model), cause: input.cause, code: input.code, requestId }];
  }
  const requestId = awsRequestId;
  if ('model' in input.detail) {
    const { model, report, monitor } = input.detail;
    return [{ model: loadDefinition(model), cause: { kind: 'drift', report, monitor }, requestId }];
  }
  const { dataset, version } = input.detail;
  return loadDefinitions()
    .filter(({ definition }) => definition.contracts.some((contract) => contract.dataset === dataset))
    .map((model) => ({ model, cause: { kind: 'new-data', dataset, version }, requestId }));
}

async function decide(asked: Asked): Promise<ReleaseDecision> {
  const { REGISTRY_TABLE, CODE_BUCKET, MODEL_BUCKET, CODE_COMMIT, BALLAST_ENV } = readEnv(env);
  const { definition, code: deployed } = asked.model;
  const model = definition.name;
  if (
    asked.code !== undefined &&
    !asked.code.uri.startsWith(`s3://${MODEL_BUCKET}/${modelPrefix.code(model)}`)
  ) {
    throw new Error(
      `Cannot release code from '${asked.code.uri}': expected it below s3://${MODEL_BUCKET}/${modelPrefix.code(model)}`,
    );
  }
  const code = asked.code ?? { uri: `s3://${CODE_BUCKET}/${deployed.key}`, digest: deployed.digest };
  for (let collision = 0; collision < maximumCollisions; collision++) {
    // Read before anything else: whatever starts after this makes the write below fail.
    const newest = await getRecord<NewestRunRecord>(REGISTRY_TABLE, newestRunKey(model));
    const [versions, runs] = await Promise.all([
      newestVersions(REGISTRY_TABLE, asked.model),
      queryRecords<RunRecord>({
        table: REGISTRY_TABLE,
        partition: partitionOf.model(model),
        prefix: runKey(model, '').sk,
      }),
    ]);
    await startUnstarted(runs);
    const datasets = Object.fromEntries(
      [...versions].map(([dataset, version]) => [dataset, version?.version ?? null]),
    );
    const present = [...versions.values()].filter((version) => version !== null);
    const complete = present.length === versions.size;
    const known = complete ? (datasets as Record<string, number>) : {};
    const runId = runIdOf(model, asked.cause, known, asked.requestId);
    if (runs.some((run) => run.runId === runId)) {
      return { model, answer: 'due', reason: 'the same cause has started this run before', runId };
    }
    const trained = newestTrainedRun(runs);
    const plan = planRelease({
      cause: asked.cause,
      onNewData: definition.training.onNewData,
      datasets,
      covers: complete ? coverage(present) : null,
      codeDigest: code.digest,
      earlier: runs.filter(({ status }) => status !== 'failed'),
      trained: trained && {
        run: trained,
        covers: coverage(await versionsOf(REGISTRY_TABLE, trained)),
      },
      unfinished: runs.filter(({ status }) => status === 'running' || status === 'waiting-for-approval'),
    });
    if (plan.answer === 'not-due') return { model, ...plan, runId: null };
    const run = newRun({
      model: asked.model,
      runId,
      cause: asked.cause,
      datasets: known,
      code,
      codeCommit: CODE_COMMIT,
      environment: BALLAST_ENV,
      now: new Date(),
    });
    const written = await transactWrite(
      REGISTRY_TABLE,
      [
        { key: runKey(model, runId), record: run, condition: ifAbsent },
        {
          key: newestRunKey(model),
          record: { kind: 'newest-run', model, runId } satisfies NewestRunRecord,
          condition: unchangedSince(newest),
        },
      ],
      randomUUID(),
    );
    if (!written) continue;
    await startUnstarted([run]);
    return { model, ...plan, runId };
  }
  throw new Error(
    `Cannot start a release of '${model}': ${maximumCollisions} others started meanwhile; ask again`,
  );
}

/** Starts the executions of runs that were written down, and whose writer may have died before it started them. */
async function startUnstarted(runs: readonly RunRecord[]): Promise<void> {
  const { RELEASE_MACHINE_ARN } = readEnv(env);
  for (const { model, runId, status, step } of runs) {
    if (status !== 'running' || step !== 'features') continue;
    await startExecution(RELEASE_MACHINE_ARN, runId, { model, runId });
  }
}

async function newestVersions(
  table: string,
  { definition }: DeployedModel,
): Promise<Map<string, DatasetVersionRecord | null>> {
  const names = definition.contracts.map(({ dataset }) => dataset).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await latestVersion(table, name)] as const)),
  );
}

async function versionsOf(table: string, run: RunRecord): Promise<DatasetVersionRecord[]> {
  return Promise.all(
    Object.entries(run.datasets).map(async ([dataset, version]) => {
      const record = await getRecord<DatasetVersionRecord>(table, datasetVersionKey(dataset, version));
      if (record === null) {
        throw new Error(
          `Cannot plan after run '${run.runId}': version ${version} of '${dataset}' is not in the registry`,
        );
      }
      return record;
    }),
  );
}

const unchangedSince = (newest: NewestRunRecord | null): Condition =>
  newest === null ? ifAbsent : { expression: 'runId = :newest', values: { ':newest': newest.runId } };
