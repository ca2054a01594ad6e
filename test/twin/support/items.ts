/** What the tests read of the registry's items: members by name, as any other reader of the table finds them. */

export interface UploadItem {
  readonly uploadId: string;
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  readonly sequencer: string;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly status: string;
  readonly reason?: string;
  readonly datasetVersion?: number;
  readonly quarantine?: string;
  readonly verdict?: {
    readonly status: string;
    readonly rows?: number;
    readonly quarantinedRows?: number;
    readonly byRule: Readonly<Record<string, number>>;
  };
}

export interface DatasetVersionItem {
  readonly version: number;
  readonly rows: number;
  readonly files: number;
  readonly source: { readonly key: string; readonly uploadId: string; readonly uploader: string };
  readonly createdAt: string;
}

export interface RunItem {
  readonly runId: string;
  readonly cause: { readonly kind: 'new-data' | 'drift' | 'command'; readonly report?: string };
  readonly datasets: Readonly<Record<string, number>>;
  readonly codeDigest: string;
  readonly step: string;
  readonly status: string;
  readonly startedAt: string;
  readonly trainingJob?: string;
  readonly transformJob?: string;
  readonly version?: number;
  readonly failure?: { readonly reason: string; readonly logTail: readonly string[] };
}

type Split = 'train' | 'validation' | 'holdout';

export interface ModelVersionItem {
  readonly version: number;
  readonly runId: string;
  readonly owner: string;
  readonly environment: string;
  readonly cause: { readonly kind: string };
  readonly datasets: Readonly<Record<string, number>>;
  readonly trainingSet: {
    readonly prefix: string;
    readonly rows: Readonly<Record<Split, number>>;
    readonly positives: Readonly<Record<Split, number>>;
  };
  readonly trainingJob: string;
  readonly artifact: { readonly uri: string; readonly versionId: string; readonly digest: string };
  readonly codeUri: string;
  readonly codeCommit: string;
  readonly image: string;
  readonly imageDigest?: string;
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  readonly evaluation: {
    readonly metrics: Readonly<Record<string, number>>;
    readonly threshold: number;
    readonly passed: boolean;
  };
  readonly sagemakerModel: string;
  readonly approval: {
    readonly status: 'pending' | 'approved' | 'declined';
    readonly by?: string;
    readonly reason?: string;
  };
}

export interface RolloutItem {
  readonly rolloutId: string;
  readonly purpose: 'release' | 'rollback';
  readonly version: number;
  readonly baseline: number | null;
  readonly phase: string;
  readonly reason: string;
  readonly startedAt: string;
  readonly withdrawal: { readonly reason: string } | null;
  readonly story: readonly { readonly at: string; readonly phase: string; readonly reason: string }[];
}

export interface HistoryItem {
  readonly at: string;
  readonly version: number;
  readonly previous: number | null;
  readonly change: string;
  readonly rolloutId: string;
}

export interface DriftReportItem {
  readonly reportId: string;
  readonly version: number;
  readonly at: string;
  readonly window: { readonly from: string; readonly to: string; readonly requests: number };
  readonly monitors: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly value: number | null;
    readonly threshold: number;
  }[];
  readonly drifted: boolean;
  readonly performance: {
    readonly outcomes: number;
    readonly positives: number;
    readonly auc: number | null;
    readonly brier: number | null;
  } | null;
  readonly cause: string | null;
  readonly details: string;
}

export interface PageItem {
  readonly pageId: string;
  readonly owner: string;
  readonly severity: 'page' | 'notice';
  readonly title: string;
  readonly what: string;
  readonly at: string;
}
