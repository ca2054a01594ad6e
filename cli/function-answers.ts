import type { BackfillRecord } from '../core/datasets/backfill/backfill-record.ts';
import type { BackfillPlan } from '../core/datasets/backfill/plan-backfill.ts';
import type { DriftReport } from '../core/drift/report.ts';
import type { Decided } from '../core/registry/decide-approval.ts';

/** What functions answer, as a client sees it: their code is not the command line's to import. */

/** Of `start-release`: one decision per model that was asked about. */
export interface ReleaseAnswer {
  readonly decisions: readonly {
    readonly model: string;
    readonly reason: string;
    /** The run that was started; null where none is due. */
    readonly runId: string | null;
  }[];
}

/** Of `decide-approval`. */
export interface DecisionAnswer {
  readonly model: string;
  readonly version: number;
  readonly approval: Decided;
  /** Whether a release waited for the decision and goes on. */
  readonly resumed: boolean;
}

/** Of `check-drift`. */
export interface CheckDriftAnswer {
  readonly checks: readonly {
    readonly model: string;
    readonly status: 'checked' | 'nothing-new' | 'not-serving' | 'overtaken';
    readonly report?: DriftReport;
  }[];
}

/** Of `plan-backfill`. */
export interface PlanBackfillAnswer {
  /** Null where a backfill was resumed. */
  readonly plan: BackfillPlan | null;
  /** Of the whole plan; `plan` names the first thousand. */
  readonly totals: { readonly uploads: number; readonly skipped: number };
  readonly backfill: BackfillRecord | null;
}
