import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error.ts';
import type { StandIn } from './stand-in.ts';

/**
 * The stand-in's own controls, which SageMaker does not have:
 * - `GET /_twin/health`: that it runs, and the process of each variant;
 * - `POST /_twin/flush`: writes captured data, metrics, logs and events now, and answers when they are written;
 * - `GET` and `POST /_twin/faults`: shows or changes the faults to come.
 */
export async function handleControl(
  standIn: StandIn,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): Promise<object> {
  // A web page in the user's browser may not operate the twin.
  if (
    request.headers.origin !== undefined ||
    !/^(127\.0\.0\.1|localhost)(:|$)/.test(request.headers.host ?? '')
  ) {
    throw new ServiceError('AccessDenied', 'The controls answer programs on this machine only', 403);
  }
  switch (`${request.method} ${path}`) {
    case 'GET /_twin/health':
      return { status: 'ok', processes: standIn.endpoints.processes() };
    case 'POST /_twin/flush':
      await standIn.flush();
      return { status: 'flushed' };
    case 'GET /_twin/faults':
      return standIn.faults.plan;
    case 'POST /_twin/faults':
      return standIn.faults.set(parse(body));
    default:
      throw new ServiceError('UnknownControl', `There is no ${request.method} ${path}`, 404);
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch (error) {
    throw new ServiceError('InvalidFault', `The faults are no JSON: ${(error as Error).message}`);
  }
}
