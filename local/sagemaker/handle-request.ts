import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { handleControl } from './control.ts';
import { operations } from './operations/index.ts';
import { invokeEndpoint, maximumBodyBytes } from './operations/invoke-endpoint.ts';
import { ServiceError } from './service-error.ts';
import type { StandIn } from './stand-in.ts';
import { validateRequest } from './validate-request.ts';

const invocationPath = /^\/endpoints\/([^/]+)\/invocations$/;

/** Answers one HTTP request: the SageMaker API, SageMaker Runtime, or the stand-in's own controls below `/_twin/`. */
export async function handleRequest(
  standIn: StandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]!;
  const requestId = randomUUID();
  const answer = (status: number, contentType: string, body: string | Buffer, headers: object = {}) => {
    response.writeHead(status, {
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(body),
      'x-amzn-RequestId': requestId,
      ...headers,
    });
    response.end(body);
  };
  const invocation = invocationPath.exec(path);
  const contentType = invocation === null ? 'application/x-amz-json-1.1' : 'application/json';
  try {
    if (path.startsWith('/_twin/')) {
      const body = await readBody(request);
      answer(200, 'application/json', JSON.stringify(await handleControl(standIn, request, path, body)));
      return;
    }
    // The signature itself is not checked: only IAM knows the callers' secrets.
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
      throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    }
    if (invocation !== null && request.method === 'POST') {
      const body = await readBody(request);
      if (standIn.faults.take('runtimeThrottling')) throw throttled();
      const { body: result, ...meta } = await invokeEndpoint(
        standIn,
        decodeURIComponent(invocation[1]!),
        request.headers,
        body,
      );
      answer(200, meta.contentType, result, {
        'x-Amzn-Invoked-Production-Variant': meta.variant,
        ...(meta.customAttributes === undefined
          ? {}
          : { 'X-Amzn-SageMaker-Custom-Attributes': meta.customAttributes }),
      });
      return;
    }
    const body = await readBody(request);
    answer(200, contentType, JSON.stringify(await callOperation(standIn, request, body)));
  } catch (error) {
    const failure =
      error instanceof ServiceError ? error : new ServiceError('InternalFailure', 'Internal failure', 500);
    if (failure !== error) console.error(`${new Date().toISOString()} ${(error as Error).stack}`);
    if (response.headersSent) return void response.destroy();
    const { code, message, status, details } = failure;
    answer(status, contentType, JSON.stringify({ __type: code, message, Message: message, ...details }), {
      'x-amzn-ErrorType': code,
      ...(request.complete ? {} : { Connection: 'close' }),
    });
  }
}

async function callOperation(standIn: StandIn, request: IncomingMessage, body: Buffer): Promise<object> {
  const [service, name] = String(request.headers['x-amz-target'] ?? '').split('.');
  const operation = service === 'SageMaker' && name !== undefined ? operations[name] : undefined;
  if (operation === undefined || name === undefined) {
    throw new ServiceError(
      'UnknownOperationException',
      `The local stand-in does not know ${name === undefined ? `${request.method} ${request.url}` : `the operation ${name}`}`,
    );
  }
  if (standIn.faults.take('throttling')) throw throttled();
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8') || '{}');
  } catch (error) {
    throw new ServiceError('SerializationException', `The request is no JSON: ${(error as Error).message}`);
  }
  validateRequest(standIn.model, name, input);
  return operation(standIn, input as never);
}

const throttled = () => new ServiceError('ThrottlingException', 'Rate exceeded');

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyBytes) {
      throw new ServiceError('413', `HTTP content length exceeded ${maximumBodyBytes} bytes.`, 413);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
