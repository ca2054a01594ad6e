import type { PageRequested } from '../names.ts';
import type { ModelVersionRecord } from './records.ts';

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/**
 * What the owner is told when a version waits for a decision, with the very command that decides, and those that show what
 * it learned from: gates and canary do not see what only its data can tell.
 * @param live the version that serves now; null where none does
 */
export const approvalPage = (
  {
    model,
    version,
    owner,
    evaluation,
    cause,
    datasets,
  }: Pick<ModelVersionRecord, 'model' | 'version' | 'owner' | 'evaluation' | 'cause' | 'datasets'>,
  live: Pick<ModelVersionRecord, 'version' | 'datasets'> | null,
): PageRequested => ({
  pageId: `approval-${model}-${version}`,
  owner,
  model,
  severity: 'notice',
  title: `${model}: version ${version} waits for your approval`,
  what: [
    `Version ${version} passed its gates on ${evaluation.metrics.rows} holdout rows:`,
    `auc ${rounded(evaluation.metrics.auc)}, f1 ${rounded(evaluation.metrics.f1)},`,
    `log loss ${rounded(evaluation.metrics.logLoss)}. It was made because of ${cause.kind}.`,
    learnedFrom(datasets, live),
  ].join(' '),
  todo: `npx ballast approve ${model} ${version}`,
  runbook: 'approve-release',
});

function learnedFrom(
  datasets: Readonly<Record<string, number>>,
  live: Pick<ModelVersionRecord, 'version' | 'datasets'> | null,
): string {
  const names = Object.keys(datasets).sort();
  const listed = (of: Readonly<Record<string, number>>): string =>
    names.flatMap((name) => (of[name] === undefined ? [] : [`${name}@${of[name]}`])).join(' and ');
  const commands = names.flatMap((name) => {
    const before = live?.datasets[name];
    if (before === datasets[name]) return [];
    const who = `npx ballast lineage who ${name}@${datasets[name]}`;
    return before === undefined ? [who] : [`npx ballast data diff ${name} ${before} ${datasets[name]}`, who];
  });
  return [
    `It learned from ${listed(datasets)}${live === null ? '' : `, the live version ${live.version} from ${listed(live.datasets)}`}.`,
    ...(commands.length === 0 ? [] : ['What is new in that, and who sent it:', ...commands]),
  ].join('\n');
}
