/** A job that ends as Failed, with this message as its `FailureReason`. */
export class JobFailed extends Error {}

/** Of a job that a restart interrupted. */
export const interrupted = 'InternalServerError: We encountered an internal error. Please try again.';

export const noCapacity = (): JobFailed =>
  new JobFailed(
    'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
  );

/** The `FailureReason` of a job that ended with an error: what is not the job's own fault is the stand-in's. */
export const jobFailureReason = (error: Error): string =>
  error instanceof JobFailed ? error.message : `InternalServerError: ${error.message}`;
