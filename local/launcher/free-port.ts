import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below the ports that Linux and macOS give to outgoing connections: one of those may be taken again before its server
 * listens, even by the very connection that asks whether it listens already.
 */
const [lowest, highest] = [20_000, 32_767];
const attempts = 100;

/**
 * Different TCP ports on loopback that nothing listens on at this moment.
 * @throws Error where a hundred ports in a row are taken
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = new Map<number, Server>();
  for (let attempt = 1; servers.size < count; attempt++) {
    const port = randomInt(lowest, highest + 1);
    if (servers.has(port)) continue;
    try {
      servers.set(port, await listen(port));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt >= attempts) throw error;
    }
  }
  await Promise.all([...servers.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  return [...servers.keys()];
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
