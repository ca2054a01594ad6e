import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { captureRecord } from '../capture-record.ts';
import { chooseVariant } from '../choose-variant.ts';
import type { ContainerAnswer } from '../model-container.ts';
import type { EndpointRecord, ServedVariant } from '../records.ts';
import { ServiceError } from '../service-error.ts';
import type { StandIn } from '../stand-in.ts';

/** What InvokeEndpoint answers. */
export interface InvocationAnswer {
  readonly contentType: string;
  readonly variant: string;
  readonly customAttributes?: string;
  readonly body: Buffer;
}

/** Largest body that InvokeEndpoint takes: 6 MiB. */
export const maximumBodyBytes = 6 * 1024 * 1024;

const serving = new Set(['InService', 'Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed']);

/**
 * One real-time inference: through the weights or to a named variant, captured and counted.
 * @throws ServiceError `ValidationError`, `ServiceUnavailable`, or `ModelError` for an answer outside 2xx
 */
export async function invokeEndpoint(
  standIn: StandIn,
  name: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<InvocationAnswer> {
  const arrived = performance.now();
  const { options, stores, endpoints, metrics } = standIn;
  const endpoint = stores.endpoints.get(name);
  if (endpoint === undefined || !serving.has(endpoint.status)) {
    throw new ServiceError('ValidationError', `Endpoint ${name} of account ${options.account} not found.`);
  }
  const header = (key: string): string | undefined => {
    const value = headers[`x-amzn-sagemaker-${key}`];
    return typeof value === 'string' ? value : undefined;
  };
  const inferenceId = header('inference-id');
  if (inferenceId !== undefined && !/^[!-~][ -~]{0,63}$/.test(inferenceId)) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${inferenceId}' at 'inferenceId' failed to satisfy constraint: Member must have length less than or equal to 64 and satisfy regular expression pattern: \\A\\S[\\p{Print}]*\\z`,
    );
  }
  const variant = pickVariant(standIn, endpoint, header('target-variant'));
  const container = endpoints.containerOf(name, variant);
  if (container === undefined) {
    throw new ServiceError(
      'ServiceUnavailable',
      `Variant ${variant.name} is not ready. Please try again.`,
      503,
    );
  }
  const customAttributes = header('custom-attributes');
  const sent = performance.now();
  const answer = await container.invoke({
    body,
    contentType: headers['content-type'],
    accept: headers.accept,
    customAttributes,
  });
  const answered = performance.now();
  metrics.add({
    endpoint: name,
    variant: variant.name,
    status: answer.status,
    modelMicroseconds: Math.round((answered - sent) * 1000),
    overheadMicroseconds: Math.round((sent - arrived + performance.now() - answered) * 1000),
  });
  if (answer.status < 200 || answer.status > 299) throw modelError(standIn, name, variant, answer);
  capture(standIn, endpoint, variant, {
    input: { contentType: headers['content-type'] ?? 'application/octet-stream', body },
    output: { contentType: answer.contentType, body: answer.body },
    inferenceId,
    customAttributes,
  });
  return {
    contentType: answer.contentType,
    variant: variant.name,
    ...(answer.customAttributes === undefined ? {} : { customAttributes: answer.customAttributes }),
    body: answer.body,
  };
}

function pickVariant(standIn: StandIn, endpoint: EndpointRecord, target: string | undefined): ServedVariant {
  if (target !== undefined) {
    const named = endpoint.variants.find(({ name }) => name === target);
    if (named !== undefined) return named;
    throw new ServiceError(
      'ValidationError',
      `Variant ${target} of endpoint ${endpoint.name} of account ${standIn.options.account} not found.`,
    );
  }
  const chosen = chooseVariant(endpoint.variants, standIn.random());
  if (chosen !== null) return chosen;
  throw new ServiceError(
    'ServiceUnavailable',
    `No variant of endpoint ${endpoint.name} has any weight.`,
    503,
  );
}

function modelError(
  { options }: StandIn,
  name: string,
  variant: ServedVariant,
  answer: ContainerAnswer,
): ServiceError {
  const side = answer.status >= 400 && answer.status <= 499 ? 'client' : 'server';
  const text = answer.body.toString('utf8', 0, 4_096);
  const group = `/aws/sagemaker/Endpoints/${name}`;
  return new ServiceError(
    'ModelError',
    `Received ${side} error (${answer.status}) from primary with message "${text}". See https://${options.region}.console.aws.amazon.com/cloudwatch/home?region=${options.region}#logEventViewer:group=${group} in account ${options.account} for more information.`,
    424,
    {
      OriginalStatusCode: answer.status,
      OriginalMessage: text,
      LogStreamArn: `arn:aws:logs:${options.region}:${options.account}:log-group:${group}:log-stream:${variant.name}/${variant.generation}`,
    },
  );
}

function capture(
  { random, capture: sink }: StandIn,
  { name, capture: config }: EndpointRecord,
  variant: ServedVariant,
  exchange: Pick<
    Parameters<typeof captureRecord>[0],
    'input' | 'output' | 'inferenceId' | 'customAttributes'
  >,
): void {
  if (config === undefined || config.EnableCapture === false) return;
  const percentage = config.InitialSamplingPercentage!;
  if (percentage < 100 && random() * 100 >= percentage) return;
  sink.add(
    { destination: config.DestinationS3Uri!, endpoint: name, variant: variant.name },
    captureRecord({
      ...exchange,
      modes: config.CaptureOptions!.map(({ CaptureMode }) => CaptureMode!),
      types: config.CaptureContentTypeHeader ?? {},
      eventId: randomUUID(),
      at: new Date(),
    }),
  );
}
