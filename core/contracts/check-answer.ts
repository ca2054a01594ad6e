import type { ContractVerdict } from './contract.ts';
import type { GoodRows } from './good-rows.ts';

/** What `check-upload` is asked: one version of one object. */
export interface CheckQuestion {
  readonly uploadId: string;
  readonly dataset: string;
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
}

/** What `check-upload` answers. */
export type CheckAnswer =
  /** The object version was gone before it could be read. */
  | { readonly status: 'vanished' }
  | {
      readonly status: 'checked';
      readonly verdict: ContractVerdict;
      /** The good rows as Parquet in `staging/`; null where the file was refused. */
      readonly data: CheckedData | null;
      /** Prefix of the bad rows; null where there are none or the file could not be read. */
      readonly quarantine: string | null;
    };

export interface CheckedData extends GoodRows {
  readonly stagingKey: string;
}
