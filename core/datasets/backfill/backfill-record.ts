import type { CheckedData } from '../../contracts/check-answer.ts';
import type { ContractVerdict } from '../../contracts/contract.ts';

/** What a backfill replays: whole uploads, or the rows that were set aside. */
export type BackfillPart = 'uploads' | 'quarantined';

/** A backfill: uploads judged anew by the present contract, and at most one version that comes of them. */
export interface BackfillRecord {
  readonly kind: 'backfill';
  readonly backfillId: string;
  readonly dataset: string;
  readonly part: BackfillPart;
  readonly contractVersion: string;
  readonly contractDigest: string;
  readonly uploads: number;
  readonly requestedBy: string;
  readonly startedAt: string;
  /** How often its machine was started: the number at the end of the execution's name. */
  readonly attempt: number;
  /**
   * - `running`: uploads are being judged, or the version written;
   * - `finished`: every upload was judged, and what changed is in `version`;
   * - `failed`: it stopped; what was judged stays, and resuming it does the rest.
   */
  readonly status: 'running' | 'finished' | 'failed';
  readonly finishedAt?: string;
  /** The version that it made; null where every row was there already. */
  readonly version?: number | null;
  readonly reason?: string;
}

/** One upload of a backfill, as the machine hands it to a child. */
export interface BackfillItem {
  readonly backfillId: string;
  readonly dataset: string;
  readonly part: BackfillPart;
  readonly contractDigest: string;
  readonly uploadId: string;
}

/** What the present contract says of one upload. Written once it is known; absent before. */
export interface BackfillItemRecord extends BackfillItem {
  readonly kind: 'backfill-item';
  /**
   * - `staged`: its good rows wait in `staging/`;
   * - `refused`: no row was accepted, and what the table holds of it stays;
   * - `vanished`: the uploaded object is gone, and what the table holds of it stays.
   */
  readonly status: 'staged' | 'refused' | 'vanished';
  readonly verdict: ContractVerdict | null;
  readonly data: CheckedData | null;
  /** Prefix of the rows that are bad now; null where there are none. */
  readonly quarantine: string | null;
  readonly at: string;
}
