import * as v from 'valibot';
import { tailLogs } from '../../adapters/cloudwatch-logs/tail-logs.ts';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { eventDetailType } from '../../core/names.ts';
import { reproductionPrefix, runKey } from '../../core/registry/keys.ts';
import type { RunStep } from '../../core/registry/records.ts';
import { explainFailure, type StepError } from '../../core/training/explain-failure.ts';
import { failurePage } from '../../core/training/failure-page.ts';
import type { JobFailure } from '../../core/training/job-answer.ts';
import { logTail } from '../../core/training/log-tail.ts';
import { runSteps } from '../../core/training/run-steps.ts';
import { env } from './env.ts';

const Failed = v.object({
  model: v.string(),
  runId: v.string(),
  /** The error, under the name of the step that it happened in. */
  failed: v.record(v.picklist(runSteps), v.object({ Error: v.string(), Cause: v.string() })),
});

const logGroup = {
  'training-job': '/aws/sagemaker/TrainingJobs',
  'transform-job': '/aws/sagemaker/TransformJobs',
} as const;

const linesRead = 200;
const linesKept = 30;

/** Records which step of a release broke and why, with the end of the job's log, and pages the owner. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, failed } = v.parse(Failed, event);
  const [step, error] = Object.entries(failed)[0] as [RunStep, StepError];
  const { REGISTRY_TABLE } = readEnv(env);
  const { reason, job } = explainFailure(error);
  const failure = { reason, logTail: job === null ? [] : await linesOf(job) };
  console.error(JSON.stringify({ model, runId, step, ...failure }));
  await updateRecord(REGISTRY_TABLE, runKey(model, runId), {
    step,
    status: 'failed',
    finishedAt: new Date().toISOString(),
    failure,
  });
  // Whoever asked for a reproduction waits for its end; nothing that serves depends on it.
  if (runId.startsWith(reproductionPrefix)) return;
  const owner = loadDefinition(model).definition.owner.name;
  await putEvent(eventDetailType.pageRequested, failurePage({ model, runId }, owner, step, failure));
}

/** The end of the job's log, or of what SageMaker itself says, where no log can be read. */
async function linesOf({ kind, job, reason }: JobFailure): Promise<string[]> {
  try {
    const lines = logTail(await tailLogs(logGroup[kind], `${job}/`, linesRead), linesKept);
    if (lines.length > 0) return lines;
  } catch (error) {
    console.error(`Cannot read the log of ${kind} '${job}', so its failure reason is all there is:`, error);
  }
  return logTail(reason.split('\n'), linesKept);
}
