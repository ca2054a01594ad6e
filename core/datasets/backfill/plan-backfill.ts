import { createHash } from 'node:crypto';
import type { WriteMode } from '../../contracts/contract.ts';
import type { DatasetVersionRecord, UploadRecord } from '../../registry/records.ts';
import { comparableSequencer } from '../comparable-sequencer.ts';
import type { TableState } from '../delta-log.ts';
import { countsRows } from '../upload-source.ts';
import type { BackfillPart } from './backfill-record.ts';

/** Where a range begins or ends, itself included: a version of the dataset, or a time (ISO 8601, UTC). */
export type Bound = { readonly version: number } | { readonly time: string };

/** A model version and the uploads whose rows it was trained on. */
export interface TrainedModel {
  readonly model: string;
  readonly version: number;
  readonly datasetVersion: number;
  readonly uploadIds: readonly string[];
}

export interface PlannedUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly receivedAt: string;
  readonly status: UploadRecord['status'];
  /** Rows accepted then; 0 where the file was refused. */
  readonly rows: number;
  /** Rows set aside then, and not recovered since. */
  readonly quarantinedRows: number;
  /**
   * Most of the quarantined rows that can be accepted, as far as their rules tell: those whose rule the contract no
   * longer has. Rules that have only changed need the check itself.
   */
  readonly byGoneRules: number;
}

export interface BackfillPlan {
  /** Of what it does: the same plan has the same id, and goes on where it stopped. */
  readonly backfillId: string;
  readonly dataset: string;
  readonly part: BackfillPart;
  readonly contractVersion: string;
  readonly contractDigest: string;
  /** Newest version now; -1 where there is none. */
  readonly head: number;
  /** The one version that it makes if anything changes; null where it has nothing to do. */
  readonly produces: number | null;
  readonly uploads: readonly PlannedUpload[];
  readonly skipped: readonly { readonly uploadId: string; readonly key: string; readonly reason: string }[];
  /** Model versions that were trained on rows of these uploads. */
  readonly models: readonly Omit<TrainedModel, 'uploadIds'>[];
}

/**
 * Decides which uploads of a range are judged anew, without reading one of them.
 * @param rules names of the rules that the present contract has
 * @throws Error where a bound names a version that is not there, or the range is empty
 */
export function planBackfill(request: {
  readonly dataset: string;
  readonly part: BackfillPart;
  readonly contract: {
    readonly version: string;
    readonly digest: string;
    readonly rules: ReadonlySet<string>;
    readonly mode: WriteMode;
  };
  readonly from: Bound;
  readonly to: Bound;
  readonly uploads: readonly UploadRecord[];
  readonly versions: readonly DatasetVersionRecord[];
  readonly state: TableState;
  readonly trained: readonly TrainedModel[];
}): BackfillPlan {
  const { dataset, part, contract, versions, state } = request;
  const within = rangeOf(request);
  const judgedBy = new Map(versions.map(({ version, contractDigest }) => [version, contractDigest]));
  // In mode `replace`, one upload holds the table whatever its key.
  const holder = contract.mode === 'replace' ? latestAccepted(request.uploads) : newestOfKey(request.uploads);
  const uploads: PlannedUpload[] = [];
  const skipped: { uploadId: string; key: string; reason: string }[] = [];
  for (const upload of [...request.uploads].sort(byArrival)) {
    if (!within(upload)) continue;
    const reason = reasonToSkip(upload, { part, digest: contract.digest, judgedBy, holder, state });
    const { uploadId, key } = upload;
    if (reason !== null) skipped.push({ uploadId, key, reason });
    else uploads.push(planned(upload, contract.rules));
  }
  const ids = new Set(uploads.map(({ uploadId }) => uploadId));
  const replayedBy = new Map(request.uploads.map(({ uploadId, replay }) => [uploadId, replay?.backfillId]));
  const models = request.trained
    .filter(({ uploadIds }) => uploadIds.some((id) => ids.has(id)))
    .map(({ model, version, datasetVersion }) => ({ model, version, datasetVersion }));
  // Who was judged by another contract since is another plan, even where this contract has judged it before.
  const identity = JSON.stringify([
    ...[dataset, part, contract.digest],
    [...ids].sort().map((id) => [id, replayedBy.get(id) ?? null]),
  ]);
  return {
    backfillId: `${dataset}-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`,
    dataset,
    part,
    contractVersion: contract.version,
    contractDigest: contract.digest,
    head: state.version,
    produces: uploads.length === 0 ? null : state.version + 1,
    uploads,
    skipped,
    models,
  };
}

const byArrival = (a: UploadRecord, b: UploadRecord): number =>
  a.receivedAt.localeCompare(b.receivedAt) || a.uploadId.localeCompare(b.uploadId);

/** Whether an upload is in the range: by the version that it became where a version is named, else by its time. */
function rangeOf({
  dataset,
  from,
  to,
  versions,
}: {
  readonly dataset: string;
  readonly from: Bound;
  readonly to: Bound;
  readonly versions: readonly DatasetVersionRecord[];
}): (upload: UploadRecord) => boolean {
  const timeOf = (bound: Bound): string => {
    if ('time' in bound) return bound.time;
    const found = versions.find(({ version }) => version === bound.version);
    if (found !== undefined) return found.createdAt;
    const known = versions.map(({ version }) => version);
    throw new Error(
      `Cannot plan a backfill of '${dataset}': it has no version ${bound.version}; it has ${known[0] ?? 'none'} to ${known.at(-1) ?? 'none'}`,
    );
  };
  const [begin, end] = [timeOf(from), timeOf(to)];
  if (begin > end) {
    throw new Error(
      `Cannot plan a backfill of '${dataset}': its range ends (${end}) before it begins (${begin})`,
    );
  }
  return ({ receivedAt, datasetVersion }) => {
    const after =
      'version' in from && datasetVersion !== undefined
        ? datasetVersion >= from.version
        : receivedAt >= begin;
    const before =
      'version' in to && datasetVersion !== undefined ? datasetVersion <= to.version : receivedAt <= end;
    return after && before;
  };
}

/** The newer upload that holds an upload's place; undefined where none does. */
type Holder = (upload: UploadRecord) => UploadRecord | undefined;

function newestOfKey(uploads: readonly UploadRecord[]): Holder {
  const newest = new Map<string, UploadRecord>();
  for (const upload of uploads.filter(countsRows)) {
    const known = newest.get(upload.key);
    if (known === undefined || order(upload) > order(known)) newest.set(upload.key, upload);
  }
  return (upload) => {
    const found = newest.get(upload.key);
    return found !== undefined && order(found) > order(upload) ? found : undefined;
  };
}

function latestAccepted(uploads: readonly UploadRecord[]): Holder {
  const latest = uploads.filter(countsRows).sort(byArrival).at(-1);
  return (upload) => (latest !== undefined && byArrival(latest, upload) > 0 ? latest : undefined);
}

const order = ({ sequencer }: UploadRecord): string => comparableSequencer(sequencer);

/** Why an upload need not, or must not, be judged anew; null where it is to be. */
function reasonToSkip(
  upload: UploadRecord,
  known: {
    readonly part: BackfillPart;
    readonly digest: string;
    readonly judgedBy: ReadonlyMap<number, string>;
    readonly holder: Holder;
    readonly state: TableState;
  },
): string | null {
  const { status, verdict, replay } = upload;
  if (status === 'checking') return 'it is still being checked';
  if (status === 'superseded' || status === 'vanished') return `it is ${status}`;
  const newer = known.holder(upload);
  if (newer !== undefined)
    return newer.key === upload.key
      ? 'a newer upload of its key holds the place'
      : `the later upload '${newer.key}' has replaced all`;
  if (known.part === 'quarantined') {
    if (status === 'rejected') return 'it was refused whole: replay it without --quarantined';
    if (verdict?.status !== 'accepted' || verdict.quarantinedRows === 0)
      return 'none of its rows is quarantined';
    if (upload.quarantine === undefined) return 'its quarantined rows were not kept';
  }
  if (replay?.contractDigest === known.digest && (replay.part === 'uploads' || replay.part === known.part)) {
    return `backfill ${replay.backfillId} judged it by this contract`;
  }
  const then = upload.datasetVersion === undefined ? undefined : known.judgedBy.get(upload.datasetVersion);
  if (replay === undefined && status === 'accepted' && then === known.digest) {
    return 'this contract has judged it at its upload';
  }
  return null;
}

function planned(upload: UploadRecord, rules: ReadonlySet<string>): PlannedUpload {
  const { uploadId, key, receivedAt, status, verdict, replay } = upload;
  const accepted = verdict?.status === 'accepted' ? verdict : null;
  const recovered = replay?.part === 'quarantined' ? (replay.rows ?? 0) : 0;
  const gone = Object.entries(verdict?.byRule ?? {}).filter(([rule]) => !rules.has(rule));
  const quarantinedRows = Math.max(0, (accepted?.quarantinedRows ?? 0) - recovered);
  return {
    uploadId,
    key,
    receivedAt,
    status,
    rows: accepted?.rows ?? 0,
    quarantinedRows,
    byGoneRules: Math.min(
      quarantinedRows,
      gone.reduce((sum, [, count]) => sum + count, 0),
    ),
  };
}
