import type { Contract, ContractVerdict } from './contract.ts';
import { describeRules } from './describe-rules.ts';

/** What `reason.json` beside quarantined rows or a quarantined file says, to be read by people. */
export interface QuarantineReason {
  readonly what: string;
  readonly dataset: string;
  readonly uploadId: string;
  readonly source: { readonly bucket: string; readonly key: string; readonly versionId: string };
  readonly contractVersion: string | null;
  /** One entry per broken rule: the promise, how often it was broken, and the first values that broke it. */
  readonly rules: readonly {
    readonly rule: string;
    readonly expected: string;
    readonly count: number;
    readonly examples: readonly { readonly row: number | null; readonly received: string }[];
  }[];
  readonly howToReplay: readonly string[];
}

export function quarantineReason(request: {
  readonly dataset: string;
  readonly uploadId: string;
  readonly source: QuarantineReason['source'];
  /** Null where the dataset has no contract. */
  readonly contract: Contract | null;
  readonly verdict: ContractVerdict;
  /** S3 key of the quarantined rows or of the file's copy. */
  readonly quarantined: string;
}): QuarantineReason {
  const { dataset, uploadId, source, contract, verdict, quarantined } = request;
  const known = contract === null ? null : describeRules(contract);
  const rules = Object.entries(verdict.byRule).map(([rule, count]) => {
    const issues = verdict.sample.filter((issue) => issue.rule === rule);
    return {
      rule,
      expected: known?.get(rule)?.expected ?? issues[0]?.expected ?? '',
      count,
      examples: issues.map(({ row, received }) => ({ row: row ?? null, received })),
    };
  });
  const isWhole = verdict.status === 'rejected';
  return {
    what: isWhole
      ? `The whole file was refused. ${verdict.reason}`
      : `${counted(verdict.quarantinedRows)} set aside; the other ${verdict.rows} were accepted.`,
    dataset,
    uploadId,
    source,
    contractVersion: contract?.version ?? null,
    rules,
    howToReplay: [
      `1. Copy s3://${source.bucket}/${quarantined}${isWhole ? '' : ` (columns 'ballast_row' and 'ballast_rules' say which row and why)`}.`,
      '2. Correct it, or change the contract and deploy.',
      isWhole
        ? `3. Upload it to landing/${dataset}/ again: under the same name it replaces what that name brought before.`
        : `3. Upload the corrected rows to landing/${dataset}/ under a new name: the same name would replace the rows that were accepted.`,
    ],
  };
}

const counted = (rows: number): string => (rows === 1 ? '1 row was' : `${rows} rows were`);
