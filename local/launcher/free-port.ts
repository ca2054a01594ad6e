import { createServer } from 'node:net';

/** A TCP port on loopback that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error(`Cannot choose a port: the system answered ${JSON.stringify(address)}`));
        return;
      }
      server.close(() => resolve(address.port));
    });
  });
}
