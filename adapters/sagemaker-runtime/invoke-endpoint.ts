import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

const runtime = new SageMakerRuntimeClient({});

/** Granted on `endpoints`. */
export const invokeEndpointActions = ['sagemaker:InvokeEndpoint'] as const;

export interface Inference {
  /** What the container answered, as text. */
  readonly body: string;
  /** Name of the production variant that answered, such as `v3`. */
  readonly variant: string;
}

/**
 * One real-time inference. A container that answers with an error becomes the SDK's `ModelError`.
 * @param request.inferenceId recorded with the captured request, so that its outcome can be joined later
 * @param request.targetVariant asks one variant, whatever its weight; without it, the weights choose
 */
export async function invokeEndpoint(request: {
  readonly endpoint: string;
  readonly body: string;
  readonly contentType: string;
  readonly inferenceId?: string;
  readonly targetVariant?: string;
}): Promise<Inference> {
  const { Body, InvokedProductionVariant } = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName: request.endpoint,
      Body: Buffer.from(request.body, 'utf8'),
      ContentType: request.contentType,
      Accept: 'application/json',
      InferenceId: request.inferenceId,
      TargetVariant: request.targetVariant,
    }),
  );
  if (Body === undefined || InvokedProductionVariant === undefined) {
    throw new Error(
      `Cannot read the inference of endpoint '${request.endpoint}': the answer lacks its body or its variant`,
    );
  }
  return { body: Buffer.from(Body).toString('utf8'), variant: InvokedProductionVariant };
}
