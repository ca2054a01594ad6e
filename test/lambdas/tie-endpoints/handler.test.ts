import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const gone: string[] = [];
let endpoints: string[] = [];
let refuse = false;
/** How often an endpoint refuses to go, for it is being changed. */
let busy = 0;

vi.mock('../../../adapters/sagemaker/list-endpoints.ts', () => ({
  listEndpointsActions: [],
  listEndpoints: async (prefix: string) => {
    if (refuse) throw new Error('AccessDenied: sagemaker:ListEndpoints');
    return endpoints.filter((name) => name.startsWith(prefix));
  },
}));
vi.mock('../../../adapters/sagemaker/delete-endpoint.ts', () => ({
  deleteEndpointActions: [],
  deleteEndpoint: async (name: string) => {
    if (busy-- > 0) return false;
    gone.push(name);
    endpoints = endpoints.filter((known) => known !== name);
    return true;
  },
}));
vi.mock('../../../adapters/sagemaker/list-endpoint-configs.ts', () => ({
  listEndpointConfigs: async () => ['ballast-dev-flight-delay-abc'],
}));
vi.mock('../../../adapters/sagemaker/delete-endpoint-config.ts', () => ({
  deleteEndpointConfig: async (name: string) => gone.push(name),
}));
vi.mock('../../../adapters/sagemaker/list-models.ts', () => ({ listModels: async () => ['ballast-dev-m1'] }));
vi.mock('../../../adapters/sagemaker/delete-model.ts', () => ({
  deleteModel: async (name: string) => gone.push(name),
}));

const { handler } = await import('../../../lambdas/tie-endpoints/handler.ts');
const { removeEndpoints } = await import('../../../lambdas/tie-endpoints/remove-endpoints.ts');

describe('tie-endpoints', () => {
  let server: Server;
  let answer: { Status: string; Reason?: string; PhysicalResourceId: string; RequestId: string } | undefined;

  beforeAll(async () => {
    vi.stubEnv('BALLAST_ENV', 'dev');
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        answer = JSON.parse(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    vi.unstubAllEnvs();
  });
  beforeEach(() => {
    gone.length = 0;
    endpoints = ['ballast-dev-flight-delay', 'ballast-prod-flight-delay'];
    refuse = false;
    busy = 0;
    answer = undefined;
  });

  const ask = (RequestType: string) =>
    handler(
      {
        RequestType,
        ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signed=yes`,
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'endpoints',
      },
      { getRemainingTimeInMillis: () => 60_000 },
    );

  it.each(['Create', 'Update'])('does nothing at %s but answer', async (type) => {
    await ask(type);
    expect(gone).toEqual([]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', RequestId: 'request' });
  });

  it("removes the stack's endpoints, then configs, then models at Delete", async () => {
    await ask('Delete');
    expect(gone).toEqual(['ballast-dev-flight-delay', 'ballast-dev-flight-delay-abc', 'ballast-dev-m1']);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ballast-dev-endpoints' });
  });

  it('asks an endpoint that is being changed again, until it goes', async () => {
    busy = 2;
    await removeEndpoints('ballast-dev-', {
      deadline: new Date(Date.now() + 60_000),
      pauseInMilliseconds: 1,
    });
    expect(gone[0]).toBe('ballast-dev-flight-delay');
    expect(busy).toBe(-1);
  });

  it('names the endpoints that do not go in time', async () => {
    busy = Number.POSITIVE_INFINITY;
    await expect(
      removeEndpoints('ballast-dev-', { deadline: new Date(0), pauseInMilliseconds: 1 }),
    ).rejects.toThrow('ballast-dev-flight-delay in time');
    expect(gone).toEqual([]);
  });

  it('answers even when it fails, with the reason', async () => {
    refuse = true;
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    await ask('Delete');
    quiet.mockRestore();
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDenied') });
  });
});
