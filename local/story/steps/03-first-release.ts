import type { RunRecord } from '../../../core/registry/records.ts';
import type { Actions } from '../actions.ts';

/** The release machine works by itself: features, training, batch transform, gate, registration. */
export async function firstRelease(actions: Actions): Promise<void> {
  const { story, registry } = actions;
  const started = await actions.run(
    'a release started by new data',
    ({ cause }) => cause.kind === 'new-data',
  );
  const run = await actions.follow(started.runId);
  describeRun(actions, run);
  const [version] = await registry.modelVersions(story.model);
  story.claim(
    'version 1 is registered with data version, commit, hyperparameters, metrics and environment',
    version?.version === 1 &&
      version.datasets.flights === 2 &&
      version.codeCommit !== '' &&
      Object.keys(version.hyperparameters).length > 0 &&
      version.evaluation.metrics.auc > 0.5 &&
      version.environment === story.twin.environment,
    version === undefined
      ? 'no version'
      : `flights@${version.datasets.flights} weather@${version.datasets.weather}, commit ${version.codeCommit.slice(0, 12)}`,
  );
  story.claim('it waits for a named person', run.status === 'waiting-for-approval', run.status);
}

/** Says what a run was trained on and how it scored, or why it failed. */
export function describeRun({ story }: Actions, run: RunRecord): void {
  if (run.failure !== undefined) {
    story.note(`failed in ${run.step}: ${run.failure.reason}`);
    for (const line of run.failure.logTail) story.note(`  | ${line}`);
  }
  if (run.trainingSet !== undefined) {
    const { rows, positives } = run.trainingSet;
    story.note(
      `trained on ${rows.train} flights, ${((100 * positives.train) / rows.train).toFixed(1)} % of them late; judged on ${rows.holdout} later ones`,
    );
  }
  if (run.evaluation !== undefined) {
    const { auc, f1, logLoss } = run.evaluation.metrics;
    story.note(
      `ROC AUC ${auc.toFixed(3)}, F1 ${f1.toFixed(3)} at threshold ${run.evaluation.threshold.toFixed(2)}, log loss ${logLoss.toFixed(3)}; gates ${run.evaluation.passed ? 'passed' : 'not passed'}`,
    );
  }
}
