#!/usr/bin/env node
// Starts the command line from its TypeScript source; plain JavaScript, so that Node runs it as it is.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { importCompiled } from './compile.js';
import { twinCertificate } from './twin-certificate.js';

const certificate = twinCertificate(process.argv.slice(2), process.env);
if (certificate === null) {
  await run();
} else {
  // Node reads NODE_EXTRA_CA_CERTS when it starts and never again.
  startAgain({ ...process.env, NODE_EXTRA_CA_CERTS: certificate });
}

async function run() {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // The SDK's warning about old versions of Node would stand in front of each answer.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
  const { main } = await importCompiled('cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
}

function startAgain(env) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`Cannot start Node again with the twin's certificate: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
