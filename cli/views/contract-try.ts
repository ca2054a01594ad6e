import { compareVerdicts, type RuleChange } from '../../core/contracts/compare-verdicts.ts';
import type { ContractVerdict } from '../../core/contracts/contract.ts';
import { count } from '../format.ts';
import { noStyle, type Style } from '../style.ts';
import { type Cell, table } from '../table.ts';

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
  /** By upload and rule. */
  readonly rules: readonly RuleChange[];
}

export function trialReport(trials: readonly Trial[]): TrialReport {
  const judged = trials.flatMap(({ after, ...trial }) => (after === null ? [] : [{ ...trial, after }]));
  return { trials, rules: compareVerdicts(judged) };
}

/** What the contract would do to each upload, then what changes by upload and rule. */
export function renderTrials({ trials, rules }: TrialReport, style: Style = noStyle): string {
  if (trials.length === 0) return 'No stored upload to try it on';
  const uploads = table(
    [
      { title: 'key', value: ({ key }: Trial) => key, maximumWidth: 60 },
      { title: 'contract', value: ({ contractVersion }) => contractVersion },
      { title: 'then', value: ({ before }) => (before === null ? 'never judged' : shown(before)) },
      { title: 'now', value: ({ after }) => (after === null ? 'gone' : shown(after)) },
      { title: 'change', value: changeOf, align: 'right' },
    ],
    trials,
    style,
  );
  const refused = trials.flatMap(({ key, before, after }) =>
    after?.status === 'rejected' && before?.status !== 'rejected' ? [`${key}: ${after.reason}`] : [],
  );
  const changed = rules.filter(({ before, after }) => before !== after);
  const keys = new Map(trials.map(({ uploadId, key }) => [uploadId, key]));
  const byRule =
    changed.length === 0
      ? 'No rule would set aside other rows of an upload than then.'
      : table(
          [
            { title: 'key', value: ({ uploadId }: RuleChange) => keys.get(uploadId)!, maximumWidth: 60 },
            { title: 'rule', value: ({ rule }) => rule },
            {
              title: 'then',
              value: ({ before }) => (before === null ? null : count(before)),
              align: 'right',
            },
            { title: 'now', value: ({ after }) => count(after), align: 'right' },
            { title: 'change', value: ({ before, after }) => difference(before, after), align: 'right' },
          ],
          changed,
          style,
        );
  return [uploads, ...(refused.length === 0 ? [] : [refused.join('\n')]), byRule].join('\n\n');
}

function shown(verdict: ContractVerdict): string {
  if (verdict.status === 'rejected') return 'rejected';
  return `${count(verdict.rows)} rows, ${count(verdict.quarantinedRows)} quarantined`;
}

/** What becomes of an upload otherwise than then; `=` where nothing does, null where that cannot be said. */
function changeOf({ before, after }: Trial): Cell {
  if (before === null || after === null) return null;
  if (before.status !== after.status) {
    return { text: after.status, tone: after.status === 'rejected' ? 'bad' : 'good' };
  }
  return before.status === 'accepted' && after.status === 'accepted'
    ? difference(before.quarantinedRows, after.quarantinedRows)
    : '=';
}

/** `+3`, `-3`, `=`; null where there was no number then. */
function difference(before: number | null, after: number): string | null {
  if (before === null) return null;
  if (before === after) return '=';
  return after > before ? `+${count(after - before)}` : `-${count(before - after)}`;
}
