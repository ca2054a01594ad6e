/** Whether a SageMaker job has ended, and how. */
export type JobOutcome =
  | { readonly state: 'running' }
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed'; readonly reason: string };

/**
 * Reads a training or transform job's status. `Stopping` still runs. A status that is not known counts as
 * running: the machine's own timeout ends it.
 */
export function jobOutcome(status: string | undefined, failureReason: string | undefined): JobOutcome {
  switch (status) {
    case 'Completed':
      return { state: 'succeeded' };
    case 'Failed':
      return { state: 'failed', reason: failureReason ?? 'SageMaker gave no reason' };
    case 'Stopped':
      return { state: 'failed', reason: failureReason ?? 'the job was stopped' };
    default:
      return { state: 'running' };
  }
}
