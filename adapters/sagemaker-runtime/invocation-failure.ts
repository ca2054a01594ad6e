import { SageMakerRuntimeServiceException } from '@aws-sdk/client-sagemaker-runtime';
import { beginningOf } from '../../core/beginning-of.ts';

/** Why an endpoint did not answer. */
export interface InvocationFailure {
  /** 502: its container failed on this request. 503: it cannot serve at the moment, or does not exist yet. */
  readonly status: 502 | 503;
  readonly message: string;
}

const unavailable = new Set([
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'InternalFailure',
  'InternalDependencyException',
  'ModelNotReadyException',
  'ThrottlingException',
]);

/** What an error of `invokeEndpoint` means to a caller, or null where it is a fault of ours, to be thrown. */
export function invocationFailure(error: unknown): InvocationFailure | null {
  if (!(error instanceof SageMakerRuntimeServiceException)) return null;
  const message = beginningOf(`${error.name}: ${error.message}`, 1_000);
  if (error.name === 'ModelError') return { status: 502, message };
  if (unavailable.has(error.name)) return { status: 503, message };
  // The service says so of an endpoint that does not exist, or is still being created.
  if (error.name.startsWith('ValidationError') && /endpoint .*(not found|not exist)/i.test(error.message)) {
    return { status: 503, message: `${message}; no version is released yet, or it is being deployed` };
  }
  return null;
}
