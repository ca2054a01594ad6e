import { beginningOf } from '../beginning-of.ts';
import { type JobFailure, jobFailedError } from './job-answer.ts';

/** What Step Functions says of a step that failed. */
export interface StepError {
  readonly Error: string;
  readonly Cause: string;
}

export interface ExplainedFailure {
  /** In words, in one line. */
  readonly reason: string;
  /** The SageMaker job that failed, where it was one. */
  readonly job: JobFailure | null;
}

/**
 * Reads an error of the release machine. Its cause is JSON from a job that ended badly, or from a function that threw
 * (`errorMessage`), or plain words from the service.
 */
export function explainFailure({ Error: error, Cause: cause }: StepError): ExplainedFailure {
  const parsed = parseObject(cause);
  if (error === jobFailedError && typeof parsed?.reason === 'string' && typeof parsed.job === 'string') {
    const job: JobFailure = {
      kind: parsed.kind === 'transform-job' ? 'transform-job' : 'training-job',
      job: parsed.job,
      reason: parsed.reason,
    };
    const words = { 'training-job': 'training job', 'transform-job': 'batch transform' }[job.kind];
    return { reason: `${words} ${job.job} failed: ${inOneLine(job.reason)}`, job };
  }
  if (error === 'States.Timeout') return { reason: 'nothing happened before its time was up', job: null };
  const message = typeof parsed?.errorMessage === 'string' ? parsed.errorMessage : cause;
  return { reason: message === '' ? error : `${error}: ${inOneLine(message)}`, job: null };
}

const inOneLine = (text: string): string => beginningOf(text.replace(/\s+/g, ' ').trim(), 1_000);

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
