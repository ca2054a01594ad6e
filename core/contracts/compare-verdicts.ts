import type { ContractVerdict } from './contract.ts';

/** One upload by the contract that judged it, and by another one. */
export interface JudgedTwice {
  readonly uploadId: string;
  readonly dataset: string;
  /** Null where it was never judged. */
  readonly before: ContractVerdict | null;
  readonly after: ContractVerdict;
}

/** How many rows of an upload a rule set aside then, and would set aside now. */
export interface RuleChange {
  readonly uploadId: string;
  readonly dataset: string;
  readonly rule: string;
  /** Null where the upload was never judged. */
  readonly before: number | null;
  readonly after: number;
}

/**
 * Each rule that one of an upload's two verdicts names, upload by upload, what changed most first. Nothing is added up over
 * uploads: more rows of one and fewer of another are two changes, not none.
 */
export const compareVerdicts = (uploads: readonly JudgedTwice[]): RuleChange[] =>
  uploads.flatMap(({ uploadId, dataset, before, after }) => {
    const rules = new Set([...Object.keys(before?.byRule ?? {}), ...Object.keys(after.byRule)]);
    return [...rules]
      .map((rule) => ({
        ...{ uploadId, dataset, rule },
        before: before === null ? null : (before.byRule[rule] ?? 0),
        after: after.byRule[rule] ?? 0,
      }))
      .sort((a, b) => size(b) - size(a) || a.rule.localeCompare(b.rule));
  });

const size = ({ before, after }: RuleChange): number => Math.abs(after - (before ?? 0));
