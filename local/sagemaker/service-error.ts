/** An error as the service answers it: a code, a sentence and an HTTP status. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Further members of the error's shape, such as `OriginalStatusCode` of `ModelError`. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

/** What SageMaker answers to nearly everything that it cannot do. */
export const validationException = (message: string): ServiceError =>
  new ServiceError('ValidationException', message);

/** A job's name that was used before: jobs cannot be deleted, so a name is used up for good. */
export const resourceInUse = (message: string): ServiceError => new ServiceError('ResourceInUse', message);
