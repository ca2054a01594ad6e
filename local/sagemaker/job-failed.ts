/** A job that ends as Failed, with this message as its `FailureReason`. */
export class JobFailed extends Error {}
