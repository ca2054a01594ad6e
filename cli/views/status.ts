import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type {
  Cause,
  DatasetVersionRecord,
  ModelVersionRecord,
  PageRecord,
  RunRecord,
  ServingRecord,
} from '../../core/registry/records.ts';
import { finalPhases, type Rollout } from '../../core/rollout/rollout.ts';
import { age, count, day, metric, minute, percent, second } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { type Column, cut, table } from '../table.ts';
import { type PageRow, pageRows } from './pages.ts';
import { phaseTone } from './phase-tone.ts';

export interface StatusView {
  readonly target: string;
  readonly stack: { readonly status: string; readonly updatedAt: string | null };
  readonly datasets: readonly DatasetStatus[];
  readonly models: readonly ModelStatus[];
  /** The newest pages and notices, in order of time. */
  readonly pages: readonly PageRow[];
}

export interface DatasetStatus {
  readonly dataset: string;
  /** Null while nothing was accepted. */
  readonly version: number | null;
  readonly rows: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly createdAt: string | null;
}

export interface ModelStatus {
  readonly model: string;
  readonly owner: string;
  readonly live: number | null;
  readonly lastKnownGood: number | null;
  /** Versions and their share of the callers, in percent. */
  readonly weights: readonly { readonly version: number; readonly weight: number }[];
  /** ROC AUC of the live version on its holdout. */
  readonly auc: number | null;
  readonly release: {
    readonly runId: string;
    readonly cause: Cause;
    readonly step: RunRecord['step'];
    readonly status: RunRecord['status'];
    readonly version: number | null;
    readonly startedAt: string;
  } | null;
  /** The one that runs, or the last one. */
  readonly rollout: {
    readonly rolloutId: string;
    readonly purpose: Rollout['purpose'];
    readonly version: number | null;
    readonly phase: Rollout['phase'];
    readonly running: boolean;
    readonly reason: string;
    readonly startedAt: string;
    readonly updatedAt: string;
  } | null;
  /** Versions that wait for somebody's decision. */
  readonly waiting: readonly number[];
  /** The last release that failed or was rejected by a gate, unless a later one went well. */
  readonly failure: {
    readonly runId: string;
    readonly status: 'failed' | 'rejected';
    readonly step: RunRecord['step'];
    readonly at: string;
    readonly reason: string;
    readonly logTail: readonly string[];
  } | null;
}

export interface ModelFacts {
  readonly definition: Pick<ModelDefinition, 'name' | 'owner' | 'rollout'>;
  readonly serving: ServingRecord | null;
  readonly versions: readonly ModelVersionRecord[];
  /** In order of their start. */
  readonly runs: readonly RunRecord[];
  /** In order of their start. */
  readonly rollouts: readonly Rollout[];
}

const newestPages = 5;

export const statusView = (facts: {
  readonly target: string;
  readonly stack: StatusView['stack'];
  readonly datasets: readonly { readonly dataset: string; readonly newest: DatasetVersionRecord | null }[];
  readonly models: readonly ModelFacts[];
  readonly pages: readonly PageRecord[];
}): StatusView => ({
  target: facts.target,
  stack: facts.stack,
  datasets: facts.datasets.map(({ dataset, newest }) => ({
    dataset,
    version: newest?.version ?? null,
    rows: newest?.rows ?? null,
    from: newest?.from ?? null,
    to: newest?.to ?? null,
    createdAt: newest?.createdAt ?? null,
  })),
  models: facts.models.map(modelStatus),
  pages: pageRows(facts.pages).slice(-newestPages),
});

export function modelStatus({ definition, serving, versions, runs, rollouts }: ModelFacts): ModelStatus {
  const live = serving?.live ?? null;
  const run = runs.at(-1);
  const rollout = rollouts.findLast(({ phase }) => !finalPhases.has(phase)) ?? rollouts.at(-1);
  return {
    model: definition.name,
    owner: definition.owner.name,
    live,
    lastKnownGood: serving?.lastKnownGood ?? null,
    weights: weightsOf(live, rollout, definition.rollout.steps),
    auc: versions.find(({ version }) => version === live)?.evaluation.metrics.auc ?? null,
    release:
      run === undefined
        ? null
        : {
            runId: run.runId,
            cause: run.cause,
            step: run.step,
            status: run.status,
            version: run.version ?? null,
            startedAt: run.startedAt,
          },
    rollout:
      rollout === undefined
        ? null
        : {
            rolloutId: rollout.rolloutId,
            purpose: rollout.purpose,
            version: rollout.version,
            phase: rollout.phase,
            running: !finalPhases.has(rollout.phase),
            reason: rollout.reason,
            startedAt: rollout.startedAt,
            updatedAt: rollout.updatedAt,
          },
    waiting: versions.filter(({ approval }) => approval.status === 'pending').map(({ version }) => version),
    failure: failureOf(runs),
  };
}

/**
 * What callers get: the live version, and beside it the candidate of a rollout that has reached a step's weights.
 * @param steps weights of the candidate, in percent
 */
function weightsOf(
  live: number | null,
  rollout: Rollout | undefined,
  steps: readonly number[],
): ModelStatus['weights'] {
  const candidate =
    rollout?.phase === 'stepping' && rollout.stepSince !== null && rollout.version !== null
      ? { version: rollout.version, weight: steps[rollout.step] ?? 0 }
      : null;
  if (live === null) return candidate === null ? [] : [candidate];
  if (candidate === null || candidate.version === live) return [{ version: live, weight: 100 }];
  return [{ version: live, weight: 100 - candidate.weight }, candidate];
}

function failureOf(runs: readonly RunRecord[]): ModelStatus['failure'] {
  const newest = runs.findLast(
    ({ status }) => status === 'failed' || status === 'rejected' || status === 'registered',
  );
  if (newest?.failure === undefined || (newest.status !== 'failed' && newest.status !== 'rejected'))
    return null;
  const { runId, status, step, finishedAt, startedAt, failure } = newest;
  return {
    runId,
    status,
    step,
    at: finishedAt ?? startedAt,
    reason: failure.reason,
    logTail: failure.logTail,
  };
}

/** Log lines that the text shows of a failure; `--json`, and the status of one model, have all. */
const shownLogLines = 6;

export function renderStatus(view: StatusView, now: Date, style: Style): string {
  const alone = view.models.length === 1;
  const deployed = view.stack.updatedAt === null ? '' : `, deployed ${minute(view.stack.updatedAt)}`;
  const parts = [
    `${view.target}\nstack ${view.stack.status}${deployed}`,
    table(datasetColumns, view.datasets, style),
    table(modelColumns(now), view.models, style),
    attention(view.models, now, style, alone ? Number.POSITIVE_INFINITY : shownLogLines).join('\n'),
    view.pages.length === 0 ? '' : table(pageColumns, view.pages, style),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const datasetColumns: readonly Column<DatasetStatus>[] = [
  { title: 'dataset', value: ({ dataset }) => dataset },
  { title: 'version', value: ({ version }) => version, align: 'right' },
  { title: 'rows', value: ({ rows }) => (rows === null ? null : count(rows)), align: 'right' },
  { title: 'from', value: ({ from }) => (from === null ? null : day(from)) },
  { title: 'to', value: ({ to }) => (to === null ? null : day(to)) },
  { title: 'created', value: ({ createdAt }) => (createdAt === null ? null : second(createdAt)) },
];

const modelColumns = (now: Date): readonly Column<ModelStatus>[] => [
  { title: 'model', value: ({ model }) => ({ text: model, tone: 'strong' }) },
  { title: 'owner', value: ({ owner }) => owner },
  {
    title: 'serves',
    value: ({ weights }) =>
      weights.length === 0
        ? null
        : weights.map(({ version, weight }) => `v${version} ${percent(weight)}`).join(', '),
  },
  { title: 'AUC', value: ({ auc }) => metric(auc), align: 'right' },
  {
    title: 'last good',
    value: ({ lastKnownGood }) => (lastKnownGood === null ? null : `v${lastKnownGood}`),
  },
  {
    title: 'release',
    value: ({ release }) =>
      release === null ? null : `${releaseState(release)}, ${age(release.startedAt, now)} ago`,
  },
  {
    title: 'rollout',
    value: ({ rollout }) =>
      rollout === null
        ? null
        : {
            text: `${rollout.version === null ? '' : `v${rollout.version} `}${rollout.phase}, ${age(rollout.updatedAt, now)} ago`,
            tone: phaseTone[rollout.phase],
          },
  },
];

function releaseState({ status, step, version, cause }: NonNullable<ModelStatus['release']>): string {
  const by = cause.kind.replace('-', ' ');
  switch (status) {
    case 'running':
      return `${step} (${by})`;
    case 'waiting-for-approval':
      return `v${version} waits for approval (${by})`;
    case 'registered':
      return `v${version} registered (${by})`;
    case 'compared':
      return `compared (${by})`;
    case 'rejected':
    case 'failed':
      return `${status} at ${step} (${by})`;
  }
}

/** What somebody has to look at, each with the next command. */
function attention(models: readonly ModelStatus[], now: Date, style: Style, logLines: number): string[] {
  const lines = models.flatMap(({ model, waiting, rollout, failure }) => [
    ...waiting.map((version) =>
      style(
        'warn',
        `${model} v${version} waits for a decision: ballast approve ${model} ${version} [--decline]`,
      ),
    ),
    ...(rollout !== null && (rollout.running || isDegraded(rollout))
      ? [
          style(
            phaseTone[rollout.phase],
            printable(
              `${model} ${rollout.purpose} ${rollout.version === null ? '' : `of v${rollout.version} `}${rollout.phase}: ${rollout.reason}`,
            ),
          ),
        ]
      : []),
    ...(failure === null
      ? []
      : [
          style(
            'bad',
            printable(
              `${model} release ${failure.runId} ${failure.status} at ${failure.step}, ${age(failure.at, now)} ago: ${failure.reason}`,
            ),
          ),
          ...failure.logTail.slice(-logLines).map((line) => style('dim', `  | ${cut(printable(line), 140)}`)),
        ]),
  ]);
  return lines.length === 0
    ? []
    : [style('strong', 'Needs somebody, or moves'), ...lines.map((line) => `  ${line}`)];
}

/** A release that did not make it stays in sight until another one does; a rollback that was asked for is no fault. */
const isDegraded = ({ purpose, phase }: NonNullable<ModelStatus['rollout']>): boolean =>
  phase === 'failed' || phase === 'refused' || (purpose === 'release' && phase === 'rolled-back');

const pageColumns: readonly Column<PageRow>[] = [
  { title: 'newest pages', value: ({ at }) => second(at) },
  {
    title: 'severity',
    value: ({ severity }) => ({ text: severity, tone: severity === 'page' ? 'bad' : 'dim' }),
  },
  { title: 'to', value: ({ owner }) => owner },
  { title: 'title', value: ({ title }) => title, maximumWidth: 90 },
];
