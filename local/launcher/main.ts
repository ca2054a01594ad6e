// The twin from its start to its end: starts the parts, deploys the stack, plays the first flight, and waits for Ctrl-C.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deploy } from './deploy.ts';
import { endParts } from './end-parts.ts';
import { startTwin } from './start-twin.ts';
import { subscribeInbox } from './subscribe-inbox.ts';
import { recordPart, saveState, TwinRuns } from './twin-claim.ts';
import { type TwinState, twinDirectory, twinEnvironment } from './twin-state.ts';

const usage = `Usage: npm start [-- <options>]
Starts the whole system on this machine, plays the first flight on it, and keeps it running until Ctrl-C.
  --once       stop at the end; exit code 1 if any step did not do what it should
  --no-story   start and deploy, and play nothing
  --no-deploy  start the twin's AWS alone
  --help       this text`;

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    'no-story': { type: 'boolean', default: false },
    'no-deploy': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
if (flags.help) {
  say(usage);
  process.exit(0);
}

const checkout = join(import.meta.dirname, '..', '..');
const directory = twinDirectory();
let state: TwinState | undefined;
let ending: Promise<never> | undefined;
/** The twin is up and its story told: Ctrl-C is then the ordinary end. */
let settled = false;

/** Ends everything that was started, once, and then this process. */
function end(code: number): Promise<never> {
  ending ??= (async () => {
    if (state !== undefined) await endParts(state);
    process.exit(code);
  })();
  return ending;
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    if (ending === undefined) say('\nStopping the twin …');
    void end(settled ? 0 : code);
  });
}
// A launcher whose parent is gone can no longer be reached by Ctrl-C.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void end(1);
}, 1_000).unref();

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  say(`      ${what}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  return result;
}

async function launch(): Promise<boolean> {
  say('[1/9] The twin starts and the stack is deployed');
  const twin = await timed('MiniStack (AWS) and the SageMaker stand-in are up', () =>
    startTwin({
      ...{ checkout, directory, say },
      onState: (next) => {
        state = next;
      },
    }),
  );
  for (const part of twin.parts) {
    void part.ended.then((how) => {
      if (ending !== undefined) return;
      say(`The twin's part '${part.name}' ended by itself with ${how}; see ${part.logFile}`);
      void end(1);
    });
  }
  say(
    `      AWS at ${twin.state.endpointUrl}, SageMaker at ${twin.state.sagemakerUrl}, logs in ${join(directory, 'logs')}`,
  );
  if (flags['no-deploy']) return true;

  await timed(`cdk bootstrap and cdk deploy (log: ${join(directory, 'logs', 'cdk.log')})`, () =>
    deploy(checkout, twin.state, (part) => {
      state = recordPart(state ?? twin.state, part.name, part.process);
    }),
  );
  state = twin.state;
  saveState(state);
  // The adapters' clients take their settings from the environment.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, twinEnvironment(twin.state));
  const { owners } = await subscribeInbox(twin.state);
  say(`      pages to ${owners.join(', ')} arrive in ${twin.state.inboxDirectory}`);
  if (flags['no-story']) return true;
  const { playStory } = await import('../story/play.ts');
  return playStory(twin.state);
}

try {
  const well = await launch();
  settled = true;
  if (flags.once) await end(well ? 0 : 1);
  say(
    `\nThe twin keeps running: try \`npx ballast status\`. Ctrl-C, or \`npm run stop\` in another terminal, ends it.`,
  );
  setInterval(() => {}, 1 << 30);
} catch (error) {
  // What fails because a stop has taken its ground away is no news.
  if (ending === undefined) {
    if (error instanceof TwinRuns) say(error.message);
    else say(`\n${(error as Error).message}\nLogs of every part: ${join(directory, 'logs')}`);
  }
  await end(1);
}
