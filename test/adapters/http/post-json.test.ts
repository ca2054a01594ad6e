import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { postJson } from '../../../adapters/http/post-json.ts';

let server: Server;
let url: string;
/** Status of each answer, in turn; 0 ends the connection without one. */
let answers: number[] = [];
const received: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    received.push(`${request.method} ${request.headers['content-type']} ${await text(request)}`);
    const status = answers.shift() ?? 200;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/lineage`;
});
beforeEach(() => received.splice(0));
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('posts the text as JSON', async () => {
  await postJson(url, '{"a":1}');
  expect(received).toEqual(['POST application/json {"a":1}']);
});

it.each([[[503, 429]], [[0, 500]], [[408, 201]]])('tries again after %j', async (first) => {
  answers = [...first];
  await postJson(url, '{}');
  expect(received.length).toBeGreaterThan(1);
});

it('gives up after the third try and says the last answer', async () => {
  answers = [500, 500, 503];
  await expect(postJson(url, '{}')).rejects.toThrow(/status 503 \(try 3 of 3\)/);
});

it.each([400, 401, 422, 404])('does not try again what is refused with %i', async (status) => {
  answers = [status];
  await expect(postJson(url, '{}')).rejects.toThrow(`status ${status} (try 1 of 3)`);
  expect(received).toHaveLength(1);
});

it('says why a connection failed', async () => {
  await expect(postJson('http://127.0.0.1:9/x', '{}')).rejects.toThrow(/: fetch failed: .+\(try 3 of 3\)/);
});

it.each(['not a url', 'https://me:secret@example.com/x'])(
  'does not try twice what no request can be made of: %s',
  async (wrong) => {
    await expect(postJson(wrong, '{}')).rejects.toThrow('(try 1 of 3)');
  },
);

it('follows no redirection: what is told goes where the environment says', async () => {
  answers = [302, 302, 302];
  await expect(postJson(url, '{}')).rejects.toThrow('Cannot post to');
  expect(received.every((line) => line.startsWith('POST'))).toBe(true);
});
