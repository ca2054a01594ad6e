import type { ContractVerdict } from '../contracts/contract.ts';
import type { FeatureDefinitionsReference } from '../features/feature-definitions.ts';
import type { PageRequested } from '../names.ts';
import type { ArtifactComparison } from '../training/artifact-comparison.ts';
import type { MetricName, ModelDefinition } from './model-definition.ts';

/**
 * The registry is one DynamoDB table. Each item is one of these records under the keys that
 * `keys.ts` gives it. Times are ISO 8601 strings in UTC.
 */

/** An object that was uploaded to the landing zone. One per key and S3 version. */
export interface UploadRecord {
  readonly kind: 'upload';
  readonly uploadId: string;
  readonly dataset: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  readonly sequencer: string;
  readonly bytes: number;
  /** Principal that uploaded, as the event names it. */
  readonly uploader: string;
  readonly receivedAt: string;
  /**
   * - `checking`: the contract check runs, in a function or in `checkJob`, or died and will be taken over;
   * - `accepted`: became `datasetVersion`;
   * - `unchanged`: every row was there already, no new version;
   * - `rejected`: the file as a whole is in quarantine;
   * - `superseded`: a newer upload of the same key came first;
   * - `vanished`: the object was gone before it could be read.
   */
  readonly status: 'checking' | 'accepted' | 'unchanged' | 'rejected' | 'superseded' | 'vanished';
  readonly datasetVersion?: number;
  readonly verdict?: ContractVerdict;
  /** S3 key prefix of the quarantined rows or file, and of `reason.json`. */
  readonly quarantine?: string;
  readonly reason?: string;
  /** SHA-256 of the rows that it brought, where it was accepted or unchanged. */
  readonly digest?: string;
  /** The processing job that checks it, or did, where it is too large for the function. */
  readonly checkJob?: string;
  /** Invocation that works on it; another may take over after `claimedUntil`, or at once where that was given back. */
  readonly claimedBy?: string;
  readonly claimedUntil?: string;
  /** How often it was begun; to go on when a job has ended is no beginning. */
  readonly attempt?: number;
  /** How many of these attempts a service ended that was busy or away: they say nothing about the file. */
  readonly outages?: number;
  /** Why the newest attempt that failed did; absent while none has. */
  readonly failure?: string;
  /** When its result was told to others; absent while that is still to do. */
  readonly announcedAt?: string;
  /** The newest backfill that judged it anew. */
  readonly replay?: Replay;
}

/** What a backfill made of an upload, or of its quarantined rows. */
export interface Replay {
  readonly backfillId: string;
  readonly part: 'uploads' | 'quarantined';
  /** Of the contract that it was judged by. */
  readonly contractDigest: string;
  /** Rows that it accepted; null where it refused them all, and nothing was changed. */
  readonly rows: number | null;
  readonly at: string;
  /** The dataset version that these rows came into; absent where none was made for them. */
  readonly version?: number;
}

/** Marks an upload that was begun and perhaps not told of yet, so that a sweep finds it without reading all uploads. */
export interface OpenUploadRecord {
  readonly kind: 'open-upload';
  readonly dataset: string;
  readonly uploadId: string;
}

/** An immutable version of a dataset: one commit of its Delta table. */
export interface DatasetVersionRecord {
  readonly kind: 'dataset-version';
  readonly dataset: string;
  /** Number of the Delta commit, from 0. */
  readonly version: number;
  /** SHA-256 over the sorted digests of the version's data files, hexadecimal. */
  readonly digest: string;
  readonly parent: number | null;
  readonly contractVersion: string;
  readonly contractDigest: string;
  /** What its commit did: added files alone, or took others out as well. */
  readonly operation: 'append' | 'overwrite';
  /** Number of data files in the whole version; which they are, the Delta log says. */
  readonly files: number;
  readonly filesAdded: number;
  readonly filesRemoved: number;
  /** Of the whole version. */
  readonly bytes: number;
  readonly rows: number;
  /** Oldest and newest event time in the whole version. */
  readonly from: string;
  readonly to: string;
  /** The one upload that made this version out of its parent; the log says which uploads brought the others' files. */
  readonly source: {
    readonly key: string;
    readonly versionId: string;
    readonly uploader: string;
    readonly uploadId: string;
  };
  /** The backfill that made it, of more uploads than `source` names. */
  readonly backfillId?: string;
  /** Commit of the code that checked and wrote it. */
  readonly codeCommit: string;
  readonly createdAt: string;
  /** When it was given up to collection: its data may be gone, and reading it is refused. */
  readonly expiredAt?: string;
}

/** Keeps a dataset version from collection until somebody takes it away. */
export interface PinRecord {
  readonly kind: 'pin';
  readonly dataset: string;
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

export interface DataFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  readonly digest: string;
  readonly from: string;
  readonly to: string;
}

/** Up to which version the online features of a dataset's views are written. */
export interface MaterialisationRecord {
  readonly kind: 'materialisation';
  readonly dataset: string;
  readonly version: number;
  readonly vectors: number;
  readonly at: string;
  /**
   * The views, by the names of their vectors, and the first ISO week that were written whole: a vector of theirs from an older
   * version is of an entity that has left the dataset. Absent in records of before.
   */
  readonly whole?: { readonly views: readonly string[]; readonly fromWeek: string };
}

/** Why a release was started. One release per cause. */
export type Cause =
  | { readonly kind: 'new-data'; readonly dataset: string; readonly version: number }
  | { readonly kind: 'drift'; readonly report: string; readonly monitor: string }
  | { readonly kind: 'command'; readonly by: string; readonly reason: string };

/** One run of the release machine: an experiment, whether or not it becomes a version. */
export interface RunRecord {
  readonly kind: 'run';
  readonly model: string;
  /** Also the name of the state machine's execution. */
  readonly runId: string;
  readonly cause: Cause;
  /** Version of each dataset that the run reads. */
  readonly datasets: Readonly<Record<string, number>>;
  readonly codeUri: string;
  readonly codeDigest: string;
  readonly codeCommit: string;
  readonly environment: string;
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** The step it is in, or failed in. */
  readonly step: RunStep;
  readonly status: 'running' | 'waiting-for-approval' | 'rejected' | 'failed' | 'registered' | 'compared';
  readonly trainingSet?: TrainingSet;
  readonly trainingJob?: string;
  readonly artifact?: Artifact;
  readonly transformJob?: string;
  readonly sagemakerModel?: string;
  readonly evaluation?: Evaluation;
  /** The model version that it became. */
  readonly version?: number;
  /** With what it was computed; each step adds what it used. */
  readonly toolchain?: Toolchain;
  /** For a reproduction, which becomes no version: what it makes again. Its status ends as `compared`. */
  readonly reproduces?: ReproducedVersion;
  /** For a reproduction that has ended: artifact by artifact. */
  readonly comparison?: readonly ArtifactComparison[];
  /** For `failed` and `rejected`: what happened, with the last lines of the job's log where there is one. */
  readonly failure?: { readonly reason: string; readonly logTail: readonly string[] };
}

export type RunStep = 'features' | 'train' | 'evaluate' | 'gate' | 'register' | 'approval' | 'rollout';

/** The programs that a run's result may depend on beside its inputs. */
export interface Toolchain {
  /** Image of the training container, as it was asked for. */
  readonly image?: string;
  /** Version of Node and of DuckDB's engine in the functions. */
  readonly node?: string;
  readonly duckdb?: string;
  /** SHA-256 of package-lock.json, hexadecimal. */
  readonly packageLock?: string;
  /** Commit of Ballast's own code that built the features, as it was deployed then. */
  readonly commit?: string;
  /** Python and its packages in the training container, where the script left `environment.json` with its model. */
  readonly python?: Readonly<Record<string, string>>;
}

/** A version that is made again, with what only its own making knew. */
export interface ReproducedVersion {
  readonly version: number;
  /** By its digest where that is known, else by its tag. */
  readonly image: string;
  /** The model's definition as of then. */
  readonly definition: ModelDefinition;
}

/** The files of one training set, all below `prefix` in the model bucket. */
export interface TrainingSet {
  readonly prefix: string;
  readonly digest: string;
  readonly rows: { readonly train: number; readonly validation: number; readonly holdout: number };
  readonly positives: { readonly train: number; readonly validation: number; readonly holdout: number };
  /** Half-open ranges of event time, `[from, to)`. */
  readonly ranges: Readonly<
    Record<'train' | 'validation' | 'holdout', { readonly from: string; readonly to: string }>
  >;
  /** The views that it was made of, as `<view>@<digest>`; absent in sets from before they were recorded. */
  readonly views?: readonly string[];
}

export interface Artifact {
  readonly uri: string;
  readonly versionId: string;
  /** SHA-256 of model.tar.gz, hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal, of each file in it: the archive's own bytes hold times of writing besides. */
  readonly entries?: Readonly<Record<string, string>>;
}

export interface Evaluation {
  readonly metrics: Readonly<Record<MetricName, number>>;
  /** Probability from which a prediction counts as positive; chosen on validation. */
  readonly threshold: number;
  readonly gates: readonly {
    readonly metric: MetricName;
    readonly value: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly passed: boolean;
  }[];
  readonly passed: boolean;
  /** S3 key, in the model bucket, of the drift baseline: a `Profile` of the holdout's inputs and predictions. */
  readonly baselineKey: string;
}

/** Which run of a model was started last. */
export interface NewestRunRecord {
  readonly kind: 'newest-run';
  readonly model: string;
  readonly runId: string;
}

/** A step of the release machine that waits: for a SageMaker job to end, or for somebody to decide. */
export interface TaskTokenRecord {
  readonly kind: 'task-token';
  readonly waitsFor: 'training-job' | 'transform-job' | 'approval';
  /** Name of the job, or `approvalName` of the version. */
  readonly name: string;
  readonly model: string;
  readonly runId: string;
  readonly token: string;
  readonly storedAt: string;
}

/** A registered model version: everything that is needed to serve it, judge it and make it again. */
export interface ModelVersionRecord {
  readonly kind: 'model-version';
  readonly model: string;
  /** 1, 2, 3, … in order of registration. */
  readonly version: number;
  readonly runId: string;
  readonly owner: string;
  readonly environment: string;
  readonly cause: Cause;
  readonly datasets: Readonly<Record<string, number>>;
  readonly trainingSet: TrainingSet;
  readonly trainingJob: string;
  readonly artifact: Artifact;
  readonly codeUri: string;
  readonly codeDigest: string;
  readonly codeCommit: string;
  readonly image: string;
  /**
   * Digest of the image that the endpoint ran when the version first joined it, `sha256:…`; absent before, and in versions
   * from before it was recorded.
   */
  readonly imageDigest?: string;
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  /** How its requests become features; absent in versions from before they kept them. */
  readonly featureDefinitions?: FeatureDefinitionsReference;
  readonly evaluation: Evaluation;
  readonly sagemakerModel: string;
  /** Absent in versions registered before it was recorded. */
  readonly toolchain?: Toolchain;
  readonly registeredAt: string;
  readonly approval:
    | { readonly status: 'pending' }
    | {
        readonly status: 'approved' | 'declined';
        readonly by: string;
        readonly at: string;
        readonly reason: string;
      };
}

/** What serves a model now. The only item that says so; written under its `fence`. */
export interface ServingRecord {
  readonly kind: 'serving';
  readonly model: string;
  readonly endpoint: string;
  /** Version that serves all or most requests; null before the first release. */
  readonly live: number | null;
  /** The last release recorded as good before the present one. */
  readonly lastKnownGood: number | null;
  readonly endpointConfig: string | null;
  /** Grows by one with each holder of the lease: a writer with an older number is refused. */
  readonly fence: number;
  readonly lease: { readonly rolloutId: string; readonly until: string } | null;
  readonly updatedAt: string;
}

/** One item per change of what serves, in order: what served when. */
export interface ServingHistoryRecord {
  readonly kind: 'serving-history';
  readonly model: string;
  readonly at: string;
  readonly version: number;
  readonly weight: number;
  readonly previous: number | null;
  readonly rolloutId: string;
  /** `released`, `promoted`, `rolled-back`. */
  readonly change: 'released' | 'promoted' | 'rolled-back';
  readonly reason: string;
}

/** A page: what happened, to which model, whose, and what to do. */
export interface PageRecord extends PageRequested {
  readonly kind: 'page';
  readonly at: string;
  readonly source: string;
  /**
   * - `sending`: claimed by a function, which may have died;
   * - `sent`: the owner's topic has it;
   * - `recorded`: kept without being sent.
   */
  readonly delivery?: 'sending' | 'sent' | 'recorded';
  /** When `delivery` became what it is. */
  readonly deliveryAt?: string;
}
