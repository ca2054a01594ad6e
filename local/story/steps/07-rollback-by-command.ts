import type { Actions } from '../actions.ts';

/** One command returns to the last known good version and proves it. */
export async function rollbackByCommand(actions: Actions): Promise<void> {
  const { story, registry } = actions;
  const before = await registry.serving(story.model);
  const { code, stdout, stderr } = await story.ballast('rollback', story.model, '--reason', 'practice');
  for (const line of `${stderr}${stdout}`.trim().split('\n')) story.note(`  | ${line}`);
  const after = await registry.serving(story.model);
  story.claim(
    'the last known good version serves again',
    code === 0 && after?.live === before?.lastKnownGood,
    `from version ${before?.live} to version ${after?.live}`,
  );
}
