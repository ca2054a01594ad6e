import type { Actions } from '../actions.ts';
import { describeRun } from './03-first-release.ts';
import { approve } from './04-approve-and-predict.ts';
import { checkDrift } from './check-drift.ts';
import { trafficDuringRollout } from './rollout.ts';

/** April arrives: a new version trains, becomes a canary under April's traffic, and is promoted. */
export async function canaryPromoted(actions: Actions, columns: readonly string[]): Promise<void> {
  const { story, registry } = actions;
  const upload = await actions.uploadAndWait('flights', await story.flights.flightsFile(4));
  story.note(`${upload.key}: ${upload.status} as version ${upload.datasetVersion}`);
  const started = await actions.run(
    'a release started by April',
    ({ cause }) => cause.kind === 'new-data' && cause.version === upload.datasetVersion,
  );
  const run = await actions.follow(started.runId);
  describeRun(actions, run);
  await approve(actions, 2, 'April data, metrics read');
  const { rollout, summary } = await trafficDuringRollout(actions, 2, { month: 4, columns });
  story.note(
    `${summary.requests} April flights predicted meanwhile, ${summary.failed} failed, by variant ${JSON.stringify(summary.byVariant)}, median ${summary.medianMilliseconds.toFixed(0)} ms`,
  );
  story.claim('the canary is promoted', rollout.phase === 'promoted', rollout.reason);
  story.claim('no caller saw an error', summary.failed === 0, `${summary.failed} of ${summary.requests}`);
  const serving = await registry.serving(story.model);
  story.claim(
    'version 2 serves and version 1 is the last known good one',
    serving?.live === 2 && serving.lastKnownGood === 1,
    `live ${serving?.live}, last known good ${serving?.lastKnownGood}`,
  );
  const report = await checkDrift(actions, 'April');
  story.claim('April is no drift for the version that was trained on it', report?.drifted === false);
}
