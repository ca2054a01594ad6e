import { Readable } from 'node:stream';

/** A request of an SDK client, as its request handler is given it. */
export interface WireRequest {
  readonly method: string;
  readonly hostname: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WireAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * What goes wrong with one request:
 * - `throttled`, `failed`: refused with 503 or 500; nothing was done;
 * - `reset`: the connection broke before the request arrived;
 * - `lost`: it was done, and the connection broke before the answer arrived;
 * - `late`: answered after a few turns of the event loop, so that another request overtakes it.
 */
export type Fault = 'none' | 'throttled' | 'failed' | 'reset' | 'lost' | 'late';

interface Client {
  readonly config: object;
}

/** Numbers in [0, 1) that the same seed always gives (mulberry32, T. Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A schedule of faults: so large a share of the requests meets one, each kind as often as any other. */
export function seededFaults(seed: number, share: number): () => Fault {
  const random = seeded(seed);
  const kinds = ['throttled', 'failed', 'reset', 'lost', 'late'] as const;
  return () => (random() < share ? kinds[Math.floor(random() * kinds.length)]! : 'none');
}

/** These faults in turn, then none. */
export function faultsInTurn(...faults: readonly Fault[]): () => Fault {
  const left = [...faults];
  return () => left.shift() ?? 'none';
}

/** Stands between SDK clients and a service that is a function, and lets requests go wrong by a schedule. */
export class FaultProxy {
  readonly requests: WireRequest[] = [];

  constructor(
    readonly serve: (request: WireRequest) => WireAnswer,
    public nextFault: () => Fault = () => 'none',
  ) {}

  /** Has a client send its requests here until the function that it answers with is called. */
  intercept(client: Client): () => void {
    const config = client.config as Record<string, unknown>;
    const { requestHandler, retryStrategy } = config;
    Object.assign(config, {
      requestHandler: { handle: (request: WireRequest) => this.#handle(request), destroy: () => {} },
      retryStrategy: async () => threeAttemptsAtOnce,
    });
    return () => Object.assign(config, { requestHandler, retryStrategy });
  }

  async #handle(request: WireRequest): Promise<{ readonly response: object }> {
    this.requests.push(request);
    const fault = this.nextFault();
    if (fault === 'reset') throw broken();
    if (fault === 'throttled') return { response: wire({ statusCode: 503 }) };
    if (fault === 'failed') return { response: wire({ statusCode: 500 }) };
    if (fault === 'late') for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    const answer = this.serve(request);
    if (fault === 'lost') throw broken();
    return { response: wire(answer) };
  }
}

const broken = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const wire = ({ statusCode, headers = {}, body = '' }: WireAnswer): object => ({
  statusCode,
  headers,
  body: Readable.from([Buffer.from(body)]),
});

interface Attempts {
  readonly count: number;
  readonly getRetryCount: () => number;
  readonly getRetryDelay: () => number;
}
const attempts = (count: number): Attempts => ({
  count,
  getRetryCount: () => count,
  getRetryDelay: () => 0,
});

/** As the SDK's own strategy, without its waits. */
const threeAttemptsAtOnce = {
  mode: 'standard',
  acquireInitialRetryToken: async () => attempts(0),
  refreshRetryTokenForRetry: async ({ count }: Attempts, { errorType }: { readonly errorType: string }) => {
    if (count >= 2 || errorType === 'CLIENT_ERROR') throw new Error('Three attempts were made');
    return attempts(count + 1);
  },
  recordSuccess: () => {},
};
