import type { DriftReport } from '../../../core/drift/report.ts';
import type { Actions } from '../actions.ts';

/** Has the traffic since the last check measured by command, shows the report and answers with it. */
export async function checkDrift(actions: Actions, what: string): Promise<DriftReport | null> {
  const { story, registry } = actions;
  // Captured requests and metrics leave the stand-in every few seconds: have them written now.
  await fetch(`${story.twin.sagemakerUrl}/_twin/flush`, {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
  });
  const { code, stdout } = await story.ballast('drift', story.model, '--check');
  story.claim(`drift checked after ${what}`, code === 0, `exit code ${code}`);
  for (const line of stdout.trim().split('\n').slice(0, 30)) story.note(`  | ${line}`);
  return registry.newestDriftReport(story.model);
}
