import { beginningOf } from '../beginning-of.ts';
import type { ContractIssue, ContractVerdict } from './contract.ts';

/** Characters of one text of an issue, of a name, and of a verdict's reason. */
const longest = { text: 500, name: 200, reason: 1_500 } as const;
/** Bytes of a verdict's sample, and of each of its counts, as JSON. */
const most = { sample: 64 * 1024, counts: 32 * 1024 } as const;
/** The name under which rules beyond that are counted together. */
const others = 'others';

/**
 * A verdict whose size does not depend on the file or on the width of its contract: at most 200 KB as JSON, so that a record of
 * the registry (400 KB) can hold it. Long texts are cut, later examples left out, and the rarest rules counted together.
 */
export function boundVerdict(verdict: ContractVerdict): ContractVerdict {
  const sample = boundSample(verdict.sample);
  const byRule = boundCounts(verdict.byRule);
  if (verdict.status === 'rejected') {
    return { ...verdict, reason: cut(verdict.reason, longest.reason), byRule, sample };
  }
  const { warnings, repairs } = verdict;
  return {
    ...verdict,
    byRule,
    ...(warnings === undefined ? {} : { warnings: boundCounts(warnings) }),
    ...(repairs === undefined ? {} : { repairs: boundCounts(repairs) }),
    sample,
  };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${beginningOf(text, length - 1)}…`;

function boundSample(sample: readonly ContractIssue[]): ContractIssue[] {
  const kept: ContractIssue[] = [];
  let bytes = 0;
  for (const issue of sample) {
    const shorter = {
      ...issue,
      ...(issue.column === undefined ? {} : { column: cut(issue.column, longest.name) }),
      expected: cut(issue.expected, longest.text),
      received: cut(issue.received, longest.text),
    };
    bytes += bytesOf(shorter);
    if (bytes > most.sample) break;
    kept.push(shorter);
  }
  return kept;
}

function boundCounts(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  if (bytesOf(counts) <= most.counts) return counts;
  const kept: Record<string, number> = {};
  let bytes = 0;
  let rest = 0;
  for (const [rule, count] of Object.entries(counts).sort(([, a], [, b]) => b - a)) {
    bytes += bytesOf({ [rule]: count });
    if (bytes <= most.counts) kept[rule] = count;
    else rest += count;
  }
  return { ...kept, [others]: rest };
}
