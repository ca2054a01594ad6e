import { compareVerdicts, type RuleChange } from '../../core/contracts/compare-verdicts.ts';
import type { ContractVerdict } from '../../core/contracts/contract.ts';
import { count } from '../format.ts';
import { noStyle, type Style } from '../style.ts';
import { table } from '../table.ts';

/** One stored upload by the contract that judged it, and by the one that is tried. */
export interface Trial {
  readonly uploadId: string;
  readonly dataset: string;
  readonly key: string;
  readonly contractVersion: string;
  /** Null where it was never judged. */
  readonly before: ContractVerdict | null;
  /** Null where the object is gone. */
  readonly after: ContractVerdict | null;
}

export interface TrialReport {
  readonly trials: readonly Trial[];
  readonly rules: readonly RuleChange[];
}

export function trialReport(trials: readonly Trial[]): TrialReport {
  const judged = trials.flatMap(({ before, after }) => (after === null ? [] : [{ before, after }]));
  return { trials, rules: compareVerdicts(judged) };
}

/** What the contract would do to each upload, then what changes by rule. */
export function renderTrials({ trials, rules }: TrialReport, style: Style = noStyle): string {
  if (trials.length === 0) return 'No stored upload to try it on';
  const uploads = table(
    [
      { title: 'key', value: ({ key }: Trial) => key, maximumWidth: 60 },
      { title: 'contract', value: ({ contractVersion }) => contractVersion },
      { title: 'then', value: ({ before }) => shown(before) },
      { title: 'now', value: ({ after }) => shown(after) },
      {
        title: 'quarantined',
        value: ({ before, after }) =>
          after === null ? null : difference(quarantined(before), quarantined(after)),
        align: 'right',
      },
    ],
    trials,
    style,
  );
  const changed = rules.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return `${uploads}\n\nNo rule would quarantine other rows than then.`;
  const byRule = table(
    [
      { title: 'rule', value: ({ rule }: RuleChange) => rule },
      { title: 'then', value: ({ before }) => count(before), align: 'right' },
      { title: 'now', value: ({ after }) => count(after), align: 'right' },
      { title: 'difference', value: ({ before, after }) => difference(before, after), align: 'right' },
    ],
    changed,
    style,
  );
  return `${uploads}\n\n${byRule}`;
}

const quarantined = (verdict: ContractVerdict | null): number =>
  verdict?.status === 'accepted' ? verdict.quarantinedRows : 0;

function shown(verdict: ContractVerdict | null): string {
  if (verdict === null) return 'gone';
  if (verdict.status === 'rejected') return 'rejected';
  return `${count(verdict.rows)} rows, ${count(verdict.quarantinedRows)} quarantined`;
}

/** `+3`, `-3`, `=`. */
function difference(before: number, after: number): string {
  if (before === after) return '=';
  return after > before ? `+${count(after - before)}` : `-${count(before - after)}`;
}
