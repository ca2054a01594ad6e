import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackName } from '../../core/names.ts';
import { loadModels } from '../../lib/load-models.ts';
import type { TwinState } from '../launcher/twin-state.ts';
import { Actions } from './actions.ts';
import { openFlights } from './flights.ts';
import { uploadFirstQuarter } from './steps/02-upload-first-quarter.ts';
import { firstRelease } from './steps/03-first-release.ts';
import { approveAndPredict } from './steps/04-approve-and-predict.ts';
import { canaryPromoted } from './steps/05-canary-promoted.ts';
import { canaryRolledBack } from './steps/06-canary-rolled-back.ts';
import { rollbackByCommand } from './steps/07-rollback-by-command.ts';
import { drift } from './steps/08-drift.ts';
import { closingTable } from './steps/09-closing-table.ts';
import { type Outputs, Story } from './story.ts';

/**
 * Plays steps 2 to 9 of the first flight against a deployed twin (step 1, the deployment, is the launcher's).
 * @param from the step to begin with, on a twin that has seen the ones before it
 * @returns whether every claim held
 */
export async function playStory(twin: TwinState, from = 2): Promise<boolean> {
  const root = join(import.meta.dirname, '..', '..');
  const outputs = (
    JSON.parse(readFileSync(join(twin.directory, 'outputs.json'), 'utf8')) as Record<string, Outputs>
  )[stackName(twin.environment)];
  if (outputs === undefined)
    throw new Error(`Cannot play the story: ${twin.directory}/outputs.json names no stack`);
  const flights = await openFlights(
    join(root, 'models', 'flight-delay', 'data'),
    join(twin.directory, 'uploads'),
  );
  const story = new Story(twin, outputs, flights, root);
  const actions = new Actions(story);
  const model = (await loadModels(root)).find(({ name }) => name === story.model);
  if (model === undefined) throw new Error(`Cannot play the story: models/${story.model} is missing`);
  const columns = model.request.columns;

  const steps: readonly (readonly [string, () => Promise<void>])[] = [
    ['January to March are uploaded', () => uploadFirstQuarter(actions)],
    ['The release machine trains, evaluates and registers by itself', () => firstRelease(actions)],
    ['Approval, endpoint, predictions for April flights', () => approveAndPredict(actions, columns)],
    ['April is uploaded: new version, canary, promotion', () => canaryPromoted(actions, columns)],
    ['A broken release is canaried and rolled back by itself', () => canaryRolledBack(actions, columns)],
    ['Rollback in one command', () => rollbackByCommand(actions)],
    ['June and July: drift, a page, one retraining', () => drift(actions, columns)],
    ['What happened', () => closingTable(actions)],
  ];
  try {
    for (const [index, [title, work]] of steps.entries()) {
      if (index + 2 < from) continue;
      await story.step(index + 2, title, steps[index + 1]?.[0] ?? null, work);
    }
  } catch (error) {
    story.claim('the story could go on', false, (error as Error).message);
  }
  writeFileSync(
    join(twin.directory, 'story.json'),
    JSON.stringify({ claims: story.claims, timings: story.timings }, null, 2),
  );
  const failed = story.failed;
  story.say(
    failed.length === 0
      ? `\nAll ${story.claims.length} claims held.`
      : `\n${failed.length} of ${story.claims.length} claims did not hold:\n${failed
          .map(({ step, claim, detail }) => `  step ${step}: ${claim} (${detail})`)
          .join('\n')}\nLogs of every part: ${join(twin.directory, 'logs')}`,
  );
  return failed.length === 0;
}
