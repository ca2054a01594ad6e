import type { Actions } from '../actions.ts';
import { replay } from '../replay.ts';
import { describeRun } from './03-first-release.ts';
import { pageArrives } from './06-canary-rolled-back.ts';
import { checkDrift } from './check-drift.ts';

/** First days of the weeks into which a month's traffic and outcomes are cut. */
const weeks = [1, 9, 17, 25, 32] as const;
const requestsPerWeek = 150;

/** June and July: traffic, then its outcomes a week later; drift is measured, paged, and retrains once. */
export async function drift(actions: Actions, columns: readonly string[]): Promise<void> {
  const { story, registry } = actions;
  for (const [month, name] of [
    [6, 'June'],
    [7, 'July'],
  ] as const) {
    // The weather is known as it happens; how the flights went, a week later.
    await actions.uploadAndMaterialise('weather', await story.flights.weatherFile(month));
    let failed = 0;
    let sent = 0;
    for (let week = 0; week + 1 < weeks.length; week++) {
      const fromDay = weeks[week]!;
      const toDay = weeks[week + 1]!;
      const requests = await story.flights.requests({
        month,
        fromDay,
        toDay,
        count: requestsPerWeek,
        columns,
      });
      const summary = await replay(async (request) => (await actions.predict(request)).reply, requests, {
        callers: 4,
        once: true,
        deadlineInSeconds: 60,
      });
      sent += summary.requests;
      failed += summary.failed;
      const outcomes = await story.flights.flightsFile(month, fromDay, toDay);
      await actions.uploadAndMaterialise('flights', outcomes);
    }
    story.claim(`${name}'s traffic was answered`, failed === 0, `${sent - failed} of ${sent}`);
    await checkDrift(actions, name);
  }
  const reports = await registry.driftReports(story.model);
  const monitors = reports.at(-1)?.monitors ?? [];
  for (const monitor of ['input', 'prediction', 'performance']) {
    const found = monitors.find(({ name }) => name === monitor);
    story.claim(
      `${monitor} drift is measured against the training baseline`,
      found !== undefined,
      found?.reason,
    );
  }
  story.claim(
    'the fall in performance, or of predictions with their inputs, counts as drift',
    reports.some(({ drifted }) => drifted),
    reports.map(({ drifted }) => (drifted ? 'drifted' : 'stable')).join(', '),
  );
  await pageArrives(actions, 'the alarm paged the owner', /drift|performance-fall/i);
  const started = await actions.run('a retraining started by drift', ({ cause }) => cause.kind === 'drift');
  const run = await actions.follow(started.runId);
  describeRun(actions, run);
  await checkDrift(actions, 'the retraining');
  const retrainings = (await registry.runs(story.model)).filter(({ cause }) => cause.kind === 'drift');
  story.claim('drift started exactly one retraining', retrainings.length === 1, `${retrainings.length}`);
}
