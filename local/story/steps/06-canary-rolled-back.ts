import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actions } from '../actions.ts';
import { waitFor } from '../wait-for.ts';
import { approve } from './04-approve-and-predict.ts';
import { trafficDuringRollout } from './rollout.ts';

/** A release whose inference breaks for some inputs and is slow: judged bad, rolled back, the owner paged. */
export async function canaryRolledBack(actions: Actions, columns: readonly string[]): Promise<void> {
  const { story, registry } = actions;
  await Promise.all([
    actions.uploadAndMaterialise('weather', await story.flights.weatherFile(5)),
    actions.uploadAndMaterialise('flights', await story.flights.flightsFile(5)),
  ]);
  const { code } = await story.ballast(
    'release',
    story.model,
    '--code',
    'examples/broken-release',
    '--reason',
    'a faster parser',
  );
  story.claim('a release started by command', code === 0, `exit code ${code}`);
  const started = await actions.run('a release started by command', ({ cause }) => cause.kind === 'command');
  await actions.follow(started.runId);
  await approve(actions, 3, 'looks good in batch');
  const { rollout, summary } = await trafficDuringRollout(actions, 3, { month: 5, columns });
  story.note(
    `${summary.requests} May flights predicted meanwhile, ${summary.failed} failed, by variant ${JSON.stringify(summary.byVariant)}`,
  );
  story.claim('the canary is rolled back by itself', rollout.phase === 'rolled-back', rollout.reason);
  const serving = await registry.serving(story.model);
  story.claim('version 2 serves again', serving?.live === 2, `live ${serving?.live}`);
  await pageArrives(actions, 'the owner is paged about the rollback', /roll/i);
}

/** Waits for a page in the twin's inbox that matches, and shows it. */
export async function pageArrives(actions: Actions, claim: string, matching: RegExp): Promise<void> {
  const { story } = actions;
  const directory = story.twin.inboxDirectory;
  const page = await waitFor(
    'a page in the inbox',
    async () => {
      const files = readdirSync(directory).sort().reverse();
      for (const file of files) {
        const text = readFileSync(join(directory, file), 'utf8');
        if (matching.test(text)) return { file, text };
      }
      return null;
    },
    { seconds: 30 },
  ).catch((error: Error) => error);
  if (page instanceof Error) {
    story.claim(claim, false, page.message);
    return;
  }
  story.claim(claim, true, page.file);
  for (const line of page.text.trimEnd().split('\n').slice(0, 16)) story.note(`  | ${line}`);
}
