import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleRequest } from './handle-request.ts';
import { parseOptions } from './options.ts';
import { stopAllPython } from './python-process.ts';
import { createStandIn } from './stand-in.ts';

const metricsIntervalMilliseconds = 1_000;
const captureIntervalMilliseconds = 2_000;
/** From SIGTERM on, all must be over by then. */
const shutdownMilliseconds = 10_000;

const fail = (error: unknown): never => {
  console.error((error as Error).message);
  process.exit(1);
};

let options: ReturnType<typeof parseOptions>;
let standIn: ReturnType<typeof createStandIn>;
try {
  options = parseOptions(process.argv.slice(2), process.env);
  standIn = createStandIn(options);
} catch (error) {
  fail(error);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  void handleRequest(standIn, request, response);
});
server.on('error', (error) =>
  fail(new Error(`Cannot listen on 127.0.0.1:${options.port}: ${error.message}`)),
);
server.listen(options!.port, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  // The launcher reads this line.
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${port}` }));
  standIn.trainingJobs.resume();
  standIn.transformJobs.resume();
  standIn.processingJobs.resume();
  standIn.endpoints.resume();
});

setInterval(() => {
  void standIn.metrics.flush();
  void standIn.logs.flush();
}, metricsIntervalMilliseconds).unref();
setInterval(() => void standIn.capture.flush(), captureIntervalMilliseconds).unref();

let stopping = false;
async function shutDown(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), shutdownMilliseconds).unref();
  server.close();
  standIn.trainingJobs.close();
  standIn.transformJobs.close();
  standIn.processingJobs.close();
  await standIn.endpoints.close();
  await stopAllPython(2_000);
  await standIn.flush();
  process.exit(0);
}
process.on('SIGTERM', () => void shutDown());
process.on('SIGINT', () => void shutDown());
