import type { Training } from '../registry/model-definition.ts';
import type { Cause, RunRecord } from '../registry/records.ts';
import { type Coverage, newDays } from './coverage.ts';

/** What is known when something asks for a release. */
export interface ReleaseRequest {
  readonly cause: Cause;
  readonly onNewData: Training['onNewData'];
  /** Newest version of each dataset that the model reads; null while there is none. */
  readonly datasets: Readonly<Record<string, number | null>>;
  /** What these versions cover; null while one is missing. */
  readonly covers: Coverage | null;
  /** The code that the run would use. */
  readonly codeDigest: string;
  /** All runs but the `failed` ones. */
  readonly earlier: readonly Pick<RunRecord, 'runId' | 'datasets' | 'codeDigest'>[];
  /** The run trained last, `failed` ones left out, and what its data cover; null before the first. */
  readonly trained: {
    readonly run: Pick<RunRecord, 'runId' | 'datasets'>;
    readonly covers: Coverage;
  } | null;
  /** Runs that are not finished. */
  readonly unfinished: readonly Pick<RunRecord, 'runId' | 'cause' | 'status'>[];
}

export interface ReleasePlan {
  readonly answer: 'due' | 'not-due';
  readonly reason: string;
}

/**
 * Whether a model is to be released.
 *
 * - A command always is, as soon as there are data.
 * - Drift is, unless a run that drift started is still on its way, or an earlier run has learned from the same
 *   data with the same code: it would give the same model.
 * - New data are when the first `minimumDays` are there, and then each time that `everyDays` have been added, until
 *   `untilDays`.
 */
export function planRelease(request: ReleaseRequest): ReleasePlan {
  const { cause, datasets, covers } = request;
  const missing = Object.keys(datasets).filter((dataset) => datasets[dataset] === null);
  if (missing.length > 0 || covers === null) return notDue(`no data yet in ${missing.join(', ')}`);
  switch (cause.kind) {
    case 'command':
      return due(`${cause.by} asked for it: ${cause.reason}`);
    case 'drift':
      return planAfterDrift(request, cause.monitor);
    case 'new-data':
      return planOnNewData(request, covers);
  }
}

function planAfterDrift(
  { datasets, codeDigest, earlier, unfinished }: ReleaseRequest,
  monitor: string,
): ReleasePlan {
  const answering = unfinished.find(({ cause }) => cause.kind === 'drift');
  if (answering !== undefined) {
    return notDue(`run ${answering.runId}, ${answering.status}, answers the drift already`);
  }
  const same = earlier.find((run) => run.codeDigest === codeDigest && sameVersions(run.datasets, datasets));
  if (same !== undefined) return notDue(`run ${same.runId} learned from the same data with the same code`);
  return due(`${monitor} has drifted`);
}

function planOnNewData({ onNewData, trained, datasets }: ReleaseRequest, covers: Coverage): ReleasePlan {
  const { minimumDays, everyDays, untilDays } = onNewData;
  if (covers.days >= untilDays) {
    return notDue(
      `${covers.days} days of data: from ${untilDays} on, only drift or a command starts a release`,
    );
  }
  if (trained === null) {
    return covers.days >= minimumDays
      ? due(`${covers.days} days of data, the first training needs ${minimumDays}`)
      : notDue(`${covers.days} days of data, the first training needs ${minimumDays}`);
  }
  if (sameVersions(trained.run.datasets, datasets)) {
    return notDue(`run ${trained.run.runId} reads these versions already`);
  }
  const added = newDays(covers, trained.covers);
  const reason = `${added} new days since run ${trained.run.runId}, a release needs ${everyDays}`;
  return added >= everyDays ? due(reason) : notDue(reason);
}

const due = (reason: string): ReleasePlan => ({ answer: 'due', reason });
const notDue = (reason: string): ReleasePlan => ({ answer: 'not-due', reason });

const sameVersions = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number | null>>,
): boolean => Object.keys({ ...a, ...b }).every((dataset) => a[dataset] === b[dataset]);
