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
  readonly then: ContractVerdict | null;
  /** Null where the object is gone. */
  readonly now: ContractVerdict | null;
}

export interface TrialReport {
  readonly trials: readonly Trial[];
  readonly rules: readonly RuleChange[];
}

export function trialReport(trials: readonly Trial[]): TrialReport {
  const judged = trials.flatMap(({ then, now }) => (now === null ? [] : [{ then, now }]));
  return { trials, rules: compareVerdicts(judged) };
}

/** What the contract would do to each upload, then what changes by rule. */
export function renderTrials({ trials, rules }: TrialReport, style: Style = noStyle): string {
  if (trials.length === 0) return 'No stored upload to try it on';
  const uploads = table(
    [
      { title: 'key', value: ({ key }: Trial) => key, maximumWidth: 60 },
      { title: 'contract', value: ({ contractVersion }) => contractVersion },
      { title: 'then', value: ({ then }) => shown(then) },
      { title: 'now', value: ({ now }) => shown(now) },
      {
        title: 'quarantined',
        value: ({ then, now }) => (now === null ? null : difference(quarantined(then), quarantined(now))),
        align: 'right',
      },
    ],
    trials,
    style,
  );
  const changed = rules.filter(({ then, now }) => then !== now);
  if (changed.length === 0) return `${uploads}\n\nNo rule would quarantine other rows than then.`;
  const byRule = table(
    [
      { title: 'rule', value: ({ rule }: RuleChange) => rule },
      { title: 'then', value: ({ then }) => count(then), align: 'right' },
      { title: 'now', value: ({ now }) => count(now), align: 'right' },
      { title: 'difference', value: ({ then, now }) => difference(then, now), align: 'right' },
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
function difference(then: number, now: number): string {
  if (then === now) return '=';
  return now > then ? `+${count(now - then)}` : `-${count(then - now)}`;
}
