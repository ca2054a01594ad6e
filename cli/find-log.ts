import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LogLine, readLogs } from '../adapters/cloudwatch-logs/read-logs.ts';
import { describeExecution } from '../adapters/step-functions/describe-execution.ts';
import { type ListedExecution, listExecutions } from '../adapters/step-functions/list-executions.ts';
import { endpointName, functionName, stackName } from '../core/names.ts';
import { checkout, loadCatalog } from './catalog.ts';
import type { Context } from './context.ts';
import { RegistryReader } from './registry-reader.ts';

export interface FoundLog {
  readonly group: string;
  readonly lines: readonly LogLine[];
}

interface Window {
  readonly since: Date;
  readonly limit: number;
}

const jobGroups = ['/aws/sagemaker/TrainingJobs', '/aws/sagemaker/TransformJobs'] as const;

/** The log of whatever has this name, or null. A function is known by its folder, a model by its endpoint. */
export async function findLog(context: Context, part: string, window: Window): Promise<FoundLog | null> {
  const { environment } = context.target;
  const bare = part.startsWith(`${stackName(environment)}-`)
    ? part.slice(stackName(environment).length + 1)
    : part;
  if (/^[a-z-]+$/.test(bare) && existsSync(join(checkout, 'lambdas', bare))) {
    return readGroup(`/aws/lambda/${functionName(environment, bare)}`, window);
  }
  const models = (await loadCatalog()).map(({ name }) => name);
  if (models.includes(bare)) {
    return readGroup(`/aws/sagemaker/Endpoints/${endpointName(environment, bare)}`, window);
  }
  const registry = new RegistryReader((await context.stack()).table);
  const runs = await Promise.all(models.map((model) => registry.run(model, part)));
  const run = runs.find((found) => found !== null);
  if (run !== undefined && run !== null) {
    return (await readJob(run.trainingJob, window)) ?? { group: jobGroups[0], lines: [] };
  }
  return readJob(part, window);
}

async function readJob(job: string | undefined, window: Window): Promise<FoundLog | null> {
  if (job === undefined) return null;
  for (const group of jobGroups) {
    const lines = await readLogs({ group, streams: `${job}/`, ...window });
    if (lines !== null && lines.length > 0) return { group: `${group}/${job}`, lines };
  }
  return null;
}

async function readGroup(group: string, window: Window): Promise<FoundLog | null> {
  const lines = await readLogs({ group, ...window });
  return lines === null ? null : { group, lines };
}

export interface ExplainedExecution extends ListedExecution {
  readonly error: string | null;
  readonly cause: string | null;
}

/** A machine's newest executions, the failed ones with what ended them. */
export async function newestExecutions(machineArn: string, limit: number): Promise<ExplainedExecution[]> {
  return Promise.all(
    (await listExecutions(machineArn, limit)).map(async (execution) => {
      if (['RUNNING', 'SUCCEEDED'].includes(execution.status))
        return { ...execution, error: null, cause: null };
      const state = await describeExecution(execution.arn);
      return { ...execution, error: state?.error ?? null, cause: state?.cause ?? null };
    }),
  );
}
